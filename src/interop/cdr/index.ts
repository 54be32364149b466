import { compareText } from '../../units/digest.ts';
import { createIssue, type Fault, type Issue } from '../../units/issue.ts';
import { parseJsonText } from '../json-text.ts';
import { decodeUtf8 } from '../utf8.ts';
import { createLossBook, LOSS_KINDS, type Loss, type LossBook, type LossKind } from './loss.ts';
import { rateOf } from './rates.ts';
import { isLoose, type Loose, slug, textOf } from './read.ts';
import { constraintsOf, eligibilityOf, feesOf, validityOf } from './terms.ts';

export type { Loss, LossKind } from './loss.ts';

/** One product file: `brandFolder/product.json` and its text. */
export interface CdrFile {
  readonly name: string;
  /** Or its bytes, in UTF-8. */
  readonly text: string | Uint8Array;
}

/** Largest file that is decoded, in bytes; what banks publish has some thousands. */
const FILE_BYTES = 16 * 1024 * 1024;

/** What became of one file. */
export type CdrFileReport =
  | {
      readonly file: string;
      readonly status: 'imported';
      readonly productId: string;
      readonly losses: readonly Loss[];
    }
  | { readonly file: string; readonly status: 'rejected'; readonly issues: readonly Issue[] };

/** What the import could not carry over, counted and listed. Plain JSON. */
export interface LossReport {
  readonly files: readonly CdrFileReport[];
  readonly imported: number;
  readonly rejected: number;
  readonly byKind: Readonly<Record<LossKind, number>>;
  readonly byMember: Readonly<Record<string, number>>;
  /** Eligibility entries that can be tested, and those that are prose. */
  readonly eligibility: { readonly executable: number; readonly prose: number };
  readonly withoutRate: number;
}

export interface CdrImport {
  /** A catalog document in JSON form, for `parseCatalog`. */
  readonly document: object;
  readonly report: LossReport;
}

export interface CdrOptions {
  readonly id?: string;
  readonly onFile?: (done: number, total: number) => void;
}

interface Imported {
  readonly product: { readonly id: string };
  readonly bank: { readonly id: string; readonly name: string };
  readonly eligibility: { readonly executable: number; readonly prose: number };
  readonly hasRate: boolean;
  readonly losses: readonly Loss[];
}

/**
 * Turns product files of the Australian Consumer Data Standards ("banking product detail") into a
 * catalog and a report of what was lost. Every file ends as imported or rejected; a bad member is
 * left out of its product and recorded. The order of the files does not matter. Throws TypeError for what
 * is no list, or no options.
 */
export function importCdr(files: readonly CdrFile[], options: CdrOptions = {}): CdrImport {
  const { id, onFile } = readOptions(options);
  if (!Array.isArray(files)) throw new TypeError('importCdr: expected a list of files');
  const sorted = files.map(readFile).sort((a, b) => compareText(a.name, b.name));
  const taken = new Set<string>();
  const imports: Imported[] = [];
  const reports = sorted.map((file, index): CdrFileReport => {
    const read = importFile(file, taken);
    onFile(index + 1, sorted.length);
    if (Array.isArray(read)) return { file: file.name, status: 'rejected', issues: read };
    const one = read as Imported;
    imports.push(one);
    return { file: file.name, status: 'imported', productId: one.product.id, losses: one.losses };
  });
  return { document: documentOf(imports, id), report: reportOf(reports, imports) };
}

function documentOf(imports: readonly Imported[], id: string): object {
  const banks = new Map(imports.map(({ bank }) => [bank.id, bank]));
  return {
    formatVersion: 1,
    id,
    currency: 'AUD',
    name: 'Australian business lending, Consumer Data Standards',
    notice:
      'Imported product data of Australian banks: most conditions are prose, so most products stay undetermined until the bank is asked.',
    banks: [...banks.values()],
    products: imports.map(({ product }) => product),
  };
}

function reportOf(files: readonly CdrFileReport[], imports: readonly Imported[]): LossReport {
  const losses = imports.flatMap((one) => one.losses);
  const count = (test: (loss: Loss) => boolean) => losses.filter(test).length;
  const members = [...new Set(losses.map((loss) => loss.member))].sort(compareText);
  const sum = (pick: (one: Imported) => number) =>
    imports.reduce((total, one) => total + pick(one), 0);
  return {
    files,
    imported: imports.length,
    rejected: files.length - imports.length,
    byKind: Object.fromEntries(
      LOSS_KINDS.map((kind) => [kind, count((loss) => loss.kind === kind)]),
    ) as Record<LossKind, number>,
    byMember: Object.fromEntries(
      members.map((member) => [member, count((loss) => loss.member === member)]),
    ),
    eligibility: {
      executable: sum((one) => one.eligibility.executable),
      prose: sum((one) => one.eligibility.prose),
    },
    withoutRate: imports.filter((one) => !one.hasRate).length,
  };
}

function readOptions(options: CdrOptions): Required<CdrOptions> {
  try {
    const { id = 'cdr', onFile = () => {} } = options;
    if (typeof id === 'string' && typeof onFile === 'function') return { id, onFile };
  } catch {
    // What can be read no further is told as what is wrong.
  }
  throw new TypeError('importCdr: expected options, with a text "id" and a function "onFile"');
}

/** A file whose name can be told, whatever was given. */
function readFile(file: CdrFile, index: number): CdrFile {
  try {
    const { name, text } = file;
    if (typeof name === 'string') return { name, text };
  } catch {
    // It is told by its place.
  }
  return { name: `[${index}]`, text: undefined as never };
}

/** The text of a file, or what is wrong with it. */
function textOfFile(content: CdrFile['text']): string | Fault {
  if (typeof content === 'string') return content;
  if (!(content instanceof Uint8Array)) {
    return { code: 'type', expected: 'a file with a name and a text' };
  }
  if (content.length > FILE_BYTES) {
    return { code: 'limit', expected: `a file of at most ${FILE_BYTES} bytes` };
  }
  const text = decodeUtf8(content);
  return text ?? { code: 'json-syntax', expected: 'text in UTF-8; the file is not' };
}

/** The product, or why the file is none. */
function importFile(file: CdrFile, taken: Set<string>): Imported | readonly Issue[] {
  const text = textOfFile(file.text);
  if (typeof text !== 'string') return [createIssue(text, [])];
  const parsed = parseJsonText(text);
  if (parsed._tag === 'Left') return parsed.left;
  const data = isLoose(parsed.right) ? parsed.right['data'] : undefined;
  if (!isLoose(data)) {
    const fault = { code: 'missing', expected: 'an object "data" with the product' } as const;
    return [createIssue(fault, ['data'], data)];
  }
  const book = createLossBook();
  const productId = textOf(data['productId'], 'productId', book);
  const key = productId === undefined ? '' : slug(productId);
  if (key === '') {
    const fault = { code: 'missing', expected: 'a text "productId"' } as const;
    return [createIssue(fault, ['data', 'productId'], data['productId'])];
  }
  return importProduct(file, data, key, book, taken);
}

function importProduct(
  file: CdrFile,
  data: Loose,
  key: string,
  book: LossBook,
  taken: Set<string>,
): Imported {
  const brand =
    textOf(data['brandName'], 'brandName', book) ?? textOf(data['brand'], 'brand', book);
  const folder = file.name.split(/[\\/]/).at(-2) ?? '';
  const bankId = slug(folder) || slug(brand ?? '') || 'unnamed-bank';
  if (brand === undefined) book.add('missing', 'brand', 'the brand has no name');
  const name = textOf(data['name'], 'name', book);
  if (name === undefined) book.add('missing', 'name', 'the product has no name');
  const id = uniqueId(`${bankId.slice(0, 40)}:${key}`, taken, book);
  const conditions = eligibilityOf(data, book);
  const { amount, criteria } = constraintsOf(data, book);
  const rate = rateOf(data, book);
  const category = textOf(data['productCategory'], 'productCategory', book);
  const product = {
    id,
    bank: bankId,
    ...(name === undefined ? {} : { name }),
    ...validityOf(data, book),
    ...(amount === undefined ? {} : { amount }),
    ...(rate === undefined ? {} : { rate }),
    fees: feesOf(data, book),
    criteria: [...conditions.criteria, ...criteria, ...categoryCriteria(category, book)],
    source: sourceOf(brand ?? bankId, file.name, data, book),
  };
  return {
    product,
    bank: { id: bankId, name: brand ?? bankId },
    eligibility: conditions,
    hasRate: rate !== undefined,
    losses: book.losses,
  };
}

/** The id, or the id with a number where two files claim one. */
function uniqueId(id: string, taken: Set<string>, book: LossBook): string {
  let unique = id;
  for (let copy = 2; taken.has(unique); copy++) unique = `${id}+${copy}`;
  if (unique !== id)
    book.add('assumed', 'productId', 'another file has the same id: numbered', unique);
  taken.add(unique);
  return unique;
}

/** Categories that are no term loan: whether they serve a need is for the bank to say. */
function categoryCriteria(category: string | undefined, book: LossBook): readonly object[] {
  if (category === 'BUSINESS_LOANS') return [];
  const ask = `product category ${category ?? 'unstated'}: does it serve a term loan?`;
  book.add('prose', 'productCategory', 'a category became a question', category ?? 'nothing');
  return [{ code: 'cdr:category', ask }];
}

function sourceOf(brand: string, file: string, data: Loose, book: LossBook): object {
  const more = data['additionalInformation'];
  const candidates = [isLoose(more) ? more['overviewUri'] : undefined, data['applicationUri']];
  const url = candidates.find(
    (one): one is string => typeof one === 'string' && /^https:\/\/[\x21-\x7e]{3,300}$/.test(one),
  );
  if (url === undefined) book.add('missing', 'additionalInformation', 'no usable web address');
  const title = `${brand}, ${slug(file.slice(-80))}`;
  return { title, grade: 'bank', ...(url === undefined ? {} : { url }) };
}
