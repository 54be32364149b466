/**
 * Data of Hubei: codes, names, reference rates, an illustrative catalog and a generator of
 * illustrative reserves. What is public carries its source and grade; the rest says that it is made up.
 */
export { BANKS, type BankDocument, RELENDING_LABEL } from './banks.ts';
export type {
  AdjustmentDocument,
  CatalogJson,
  CriterionDocument,
  FeeDocument,
  ProductDocument,
  RateDocument,
} from './catalog/document.ts';
export { illustrativeCatalog } from './catalog/index.ts';
export { CHINA_WORKING_DAYS, HOLIDAY_SOURCES } from './holidays.ts';
export { INDUSTRIES, INDUSTRY_SOURCE, type Industry, industryOf } from './industries.ts';
export {
  COLLATERAL_TYPES,
  CREDIT_GRADES,
  DIRECTIONS,
  FLAGS,
  LABELS,
  LISTS,
  PERMITS,
  PURPOSES,
  TERM_SOURCES,
  type Term,
} from './labels.ts';
export { type BenchmarkDocument, LPR } from './lpr.ts';
export {
  ADVANCE_SHARE,
  BINZHOU_FILING,
  type CapDocument,
  DEADLINES,
  HUBEI_PROGRAMMES,
  OTHER_PROVINCES,
  type ProgrammeDocument,
  type StackRuleDocument,
  SUBSIDY_BANK_LABEL,
  type VersionDocument,
} from './policy/index.ts';
export {
  countiesOf,
  prefectureLevelUnits,
  REGION_SOURCE,
  REGIONS,
  type Region,
  type RegionType,
  regionOf,
} from './regions.ts';
export {
  type EnterpriseDocument,
  generateReserve,
  type LabelDocument,
  type NeedDocument,
  type ProjectDocument,
  RESERVE_AS_OF,
  type Reserve,
  type ReserveAssumption,
  type ReserveOptions,
  reserveAssumptions,
} from './reserve/index.ts';
