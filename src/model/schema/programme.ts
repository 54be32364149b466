import type { Criterion } from '../criterion.ts';
import type { Programme, ProgrammeVersion, UnsetFigure } from '../programme.ts';
import { checkProgrammes } from '../programme-check.ts';
import { benefitSchema } from './benefit.ts';
import { isObject, type Loose, list, object, optional, type Report, type Schema } from './kit.ts';
import { day, id, name, oneOf, source, termMonths } from './leaves.ts';
import { dayCount } from './product.ts';
import { checkOrder } from './rules.ts';
import {
  base,
  cap,
  countLimit,
  fundingShare,
  kind,
  level,
  payment,
  stackRule,
} from './stacking.ts';

const unsetFigure: Schema<UnsetFigure> = oneOf<UnsetFigure>({
  benefit: true,
  base: true,
  maximumMonths: true,
  caps: true,
  conditions: true,
});

/** Programmes whose conditions are read by `criterion`. */
export function programmeSchema(criterion: Schema<Criterion>): Schema<Programme> {
  const version = object<ProgrammeVersion>(
    {
      id,
      source,
      validFrom: day,
      validTo: optional(day),
      knownFrom: optional(day),
      supersedes: optional(id),
      datedBy: optional(oneOf<'contract' | 'disbursement'>({ contract: true, disbursement: true })),
      conditions: optional(list(criterion, { expected: 'a list of criteria' })),
      benefit: optional(benefitSchema(criterion)),
      base: optional(base),
      clock: optional(
        oneOf<'disbursement' | 'supplier-payment'>({
          disbursement: true,
          'supplier-payment': true,
        }),
      ),
      maximumMonths: optional(termMonths),
      dayCount: optional(dayCount),
      caps: optional(list(cap, { expected: 'a list of caps' })),
      counts: optional(list(countLimit, { expected: 'a list of count limits' })),
      stacking: optional(list(stackRule, { expected: 'a list of rules between programmes' })),
      payment: optional(payment),
      funding: optional(list(fundingShare, { expected: 'a list of shares by level' })),
      unset: optional(list(unsetFigure, { expected: 'a list of figures that no source states' })),
    },
    (value, report) => checkOrder(value, 'validFrom', 'validTo', report),
  );
  return object<Programme>({
    id,
    name: optional(name),
    kind,
    level,
    department: optional(name),
    versions: list(version, { expected: 'a list of versions', nonEmpty: true }),
  });
}

/** Contradictions between programmes; only where all of them could be read. */
export function checkPolicies(
  programmes: Loose<readonly Programme[]> | undefined,
  report: Report,
): void {
  if (programmes === undefined || !programmes.every(isReadable)) return;
  for (const { path, ...complaint } of checkProgrammes(programmes as readonly Programme[])) {
    report(complaint, ['programmes', ...path]);
  }
}

/** Whether everything is there that rules between programmes look at. */
function isReadable(programme: Loose<Programme> | undefined): boolean {
  const { id, kind, level, versions } = programme ?? {};
  if (id === undefined || kind === undefined || level === undefined) return false;
  return versions?.every((version) => version !== undefined && isVersionReadable(version)) ?? false;
}

function isVersionReadable(version: Loose<ProgrammeVersion>): boolean {
  const { id, validFrom, stacking = [], caps = [], funding = [] } = version;
  const hasAll = (items: readonly unknown[], ...keys: readonly string[]) =>
    items.every((item) => isObject(item) && keys.every((key) => item[key] !== undefined));
  return (
    id !== undefined &&
    validFrom !== undefined &&
    hasAll(stacking, 'rule') &&
    stacking.every(
      (rule) =>
        rule?.rule === 'choose-one' ||
        (rule !== undefined && 'other' in rule && rule.other !== undefined),
    ) &&
    hasAll(caps) &&
    hasAll(funding, 'level', 'share')
  );
}
