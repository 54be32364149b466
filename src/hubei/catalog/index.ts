import { BANKS, RELENDING_LABEL } from '../banks.ts';
import { LPR } from '../lpr.ts';
import { HUBEI_PROGRAMMES, SUBSIDY_BANK_LABEL } from '../policy/index.ts';
import { productsOf } from './build.ts';
import type { CatalogJson } from './document.ts';
import { CATALOG_FIELDS } from './fields.ts';
import { JOINT_STOCK_BANKS } from './joint-stock-banks.ts';
import { LOCAL_BANKS } from './local-banks.ts';
import { POLICY_AND_STATE_BANKS } from './policy-banks.ts';

/**
 * A catalog to try the engine with, in document form for `parseCatalog`. The banks exist; every
 * product is made up. What is public and shaped them: LPR; rates seen of 2.3 to 2.5 % (Hunan, press),
 * 2.8 % (Liaoning, secondary) and 3.09 % (Hubei average at the end of 2025, press); own funds of at
 * least 20 % of an industrial project (国发〔2009〕27号); the ministries' lists and permits; the published
 * rules of one Hubei credit product, cited where they stand. The programmes are facts with sources.
 */
export const illustrativeCatalog: CatalogJson = {
  formatVersion: 1,
  id: 'hubei-illustrative',
  name: { zh: '湖北示例产品目录', en: 'Illustrative catalog of Hubei' },
  currency: 'CNY',
  source: { title: 'Made up by this library', grade: 'illustrative' },
  notice: {
    zh: '本目录中的产品均为演示而编写，不是任何银行的要约、报价或承诺，不得用于任何融资决定。政策条目来自公开资料并注明出处；“21家全国性银行经办2026年贴息”为演示假设。',
    en: "All products of this catalog are made up for demonstration. They are no bank's offer, quotation or promise and must not guide any financing decision. Programmes are public and carry their sources; that the 21 national banks handle the subsidy of 2026 is assumed.",
  },
  sizeRule: 'CN-2011',
  fields: CATALOG_FIELDS,
  benchmarks: LPR,
  // Which banks handle the subsidy of 2026 is not known: that the 21 do is made up, as the products are.
  banks: BANKS.map((bank) =>
    bank.labels?.includes(RELENDING_LABEL) === true
      ? { ...bank, labels: [...bank.labels, SUBSIDY_BANK_LABEL] }
      : bank,
  ),
  products: productsOf({ ...POLICY_AND_STATE_BANKS, ...JOINT_STOCK_BANKS, ...LOCAL_BANKS }),
  programmes: HUBEI_PROGRAMMES,
};
