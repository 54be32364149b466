import type { Catalog } from '../../catalog/index.ts';
import { deriveFacts, fieldIndex } from '../../criteria/index.ts';
import type { Need } from '../../model/index.ts';
import { printDay } from '../../units/day.ts';
import type { View } from '../session.ts';
import {
  industryText,
  moneyText,
  monthsText,
  nameText,
  purposeText,
  regionText,
  word,
} from './format.ts';
import { facts } from './layout.ts';
import type { Terms } from './reasons.ts';
import { SIZES, TIERS } from './words.ts';

/** Who asks for what: the heading of a need and the lines below it. */
export function needLines(view: View, terms: Terms, need: Need): readonly string[] {
  const { enterprise, project } = need;
  const money = (amount: Need['amount'] | undefined) =>
    amount === undefined ? undefined : moneyText(view, amount, need.currency ?? terms.currency);
  const size = sizeOf(terms.catalog, need);
  return [
    ...facts(view, [
      [word(view, '金额', 'amount'), money(need.amount)],
      [word(view, '最低', 'at least'), money(need.minimumAmount)],
      [word(view, '期限', 'term'), monthsText(view, need.termMonths)],
      [
        word(view, '最短', 'at least'),
        need.minimumTermMonths === undefined ? undefined : monthsText(view, need.minimumTermMonths),
      ],
      [
        word(view, '用途', 'purpose'),
        need.purpose === undefined ? undefined : purposeText(view, need.purpose),
      ],
      [word(view, '用款', 'wanted'), need.start === undefined ? undefined : printDay(need.start)],
    ]),
    ...facts(view, [
      [word(view, '企业', 'enterprise'), nameText(view, enterprise.name, enterprise.id)],
      [
        word(view, '所在地', 'region'),
        enterprise.region === undefined ? undefined : regionText(view, enterprise.region),
      ],
      [
        word(view, '行业', 'industry'),
        enterprise.industry === undefined ? undefined : industryText(view, enterprise.industry),
      ],
      [word(view, '规模', 'size'), size === undefined ? undefined : word(view, ...SIZES[size])],
    ]),
    ...(project === undefined
      ? []
      : facts(view, [
          [
            word(view, '项目', 'project'),
            `${project.id} ${nameText(view, project.name, '')}`.trim(),
          ],
          [
            word(view, '储备层级', 'tier'),
            project.tier === undefined ? undefined : word(view, ...TIERS[project.tier]),
          ],
          [word(view, '总投资', 'investment'), money(project.investment)],
        ])),
  ];
}

/** The size class that the engine uses, stated or derived. */
function sizeOf(catalog: Catalog, need: Need): keyof typeof SIZES | undefined {
  const { asOf, registry, document } = catalog;
  const { sizeRule } = document;
  const context = sizeRule === undefined ? { asOf } : { asOf, sizeRule };
  const value = deriveFacts(need, registry, context)[fieldIndex(registry, 'enterprise.size')];
  return typeof value === 'string' && Object.hasOwn(SIZES, value)
    ? (value as keyof typeof SIZES)
    : undefined;
}
