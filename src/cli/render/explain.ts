import type { Explanation } from '../../matching/index.ts';
import type { Need } from '../../model/index.ts';
import type { View } from '../session.ts';
import { moneyText, monthsText, nameText, scoreText, word } from './format.ts';
import { facts, heading, paragraph, title } from './layout.ts';
import { section } from './match.ts';
import { needLines } from './need.ts';
import { missTable, productCell } from './offers.ts';
import { policyLines } from './policy.ts';
import { costTable, scoreTable, traceTable } from './price.ts';
import { reasonTable, type Terms } from './reasons.ts';
import { REPAYMENTS, VERDICTS } from './words.ts';

/** Everything about one need and one product, for people. */
export function explanationLines(
  view: View,
  terms: Terms,
  need: Need,
  explanation: Explanation,
): readonly string[] {
  const { offer, nearMiss } = explanation;
  const cashFlow = offer?.details.cashFlow;
  const bank = terms.catalog.productById.get(explanation.productId)?.bank;
  const product = productCell(view, terms, explanation.productId).join(' ');
  const verdict = word(view, ...VERDICTS[explanation.verdict]);
  return [
    ...title(view, `${need.id} × ${product}: ${verdict}`),
    ...facts(view, [[word(view, '银行', 'bank'), bank && nameText(view, bank.name, bank.id)]]),
    ...needLines(view, terms, need),
    ...heading(view, word(view, '条件', 'Conditions (✓ pass, ✗ fail, ? unknown)')),
    ...reasonTable(view, terms, explanation.conditions),
    ...section(
      view,
      word(view, '银行偏好（不影响准入）', 'Preferences of the bank: they never reject'),
      reasonTable(view, terms, explanation.preferences),
      explanation.preferences.length,
    ),
    ...(offer === undefined ? [] : offerLines(view, terms, offer)),
    ...section(
      view,
      word(view, '差多少', 'Near miss: the cheapest change that would open it'),
      nearMiss === undefined ? [] : missTable(view, terms, [nearMiss]),
      nearMiss === undefined ? 0 : 1,
    ),
    ...(explanation.verdict === 'ineligible' && nearMiss === undefined
      ? paragraph(
          view,
          word(
            view,
            '企业可改变的事项均不足以符合条件。',
            'No change of what the enterprise can change would open this product.',
          ),
        )
      : []),
    ...(cashFlow === undefined ? [] : policyLines(view, terms, cashFlow)),
  ];
}

/** Loan, price build-up, cost parts and score parts of an offer. */
export function offerLines(
  view: View,
  terms: Terms,
  offer: NonNullable<Explanation['offer']>,
): readonly string[] {
  const { loan, details } = offer;
  const { price, score } = details;
  return [
    ...heading(view, word(view, '贷款', 'Loan')),
    ...facts(view, [
      [word(view, '金额', 'amount'), moneyText(view, loan.amount, terms.currency)],
      [word(view, '期限', 'term'), monthsText(view, loan.termMonths)],
      [word(view, '还款', 'repayment'), word(view, ...REPAYMENTS[loan.repayment])],
    ]),
    ...(price === undefined
      ? paragraph(view, word(view, '没有适用的公布利率。', 'No published rate applies.'))
      : [
          ...heading(view, word(view, '利率构成', 'Rate, step by step')),
          ...traceTable(view, terms, price),
          ...heading(view, word(view, '净成本构成', 'Net cost: the parts add up')),
          ...costTable(view, terms, price),
        ]),
    ...heading(
      view,
      `${word(view, '得分构成', 'Score: the parts add up')} (${scoreText(score.total)} / 100)`,
    ),
    ...scoreTable(view, score),
  ];
}
