/**
 * What an issue expects, in Chinese: of allocations and their limits. A phrase that is not among these
 * stays English, as the library says it.
 */
const PHRASES: readonly (readonly [en: RegExp, zh: string])[] = [
  [/^a floor of at most the cap$/, '不高于上限的下限'],
  [/^a floor of at most the quota$/, '不高于额度的下限'],
  [/^no floor of a bank without products$/, '没有产品的银行不设下限'],
  [/^no floor where the objective is "stable"$/, '目标为 stable 时不设下限'],
  [/^no most number of needs where the objective is "stable"$/, '目标为 stable 时不设户数上限'],
  [/^limits that nest where the objective is "stable"$/, '目标为 stable 时，各项限额逐级嵌套'],
  [
    /^a floor that can be met: at most (.+) beside the others, (.+) less$/,
    '能够满足的下限：与其他下限并存时至多 $1，即减少 $2',
  ],
  [
    /^a floor that the search can meet: the best it found holds (.+)$/,
    '求解能够满足的下限：已找到的最好结果为 $1',
  ],
  [/^at most the (.+) that its needs ask$/, '不高于该地区需求申请总额 $1'],
  [/^amounts that sum to at most (.+)$/, '合计不超过 $1 的金额'],
  [/^at most the amount$/, '不高于申请金额'],
  [/^a capital whose multiple is below 2\^53$/, '放大后不超过 2^53 的资本'],
  [/^a region that does not lie within itself$/, '不以自身为上级的地区'],
  [/^the id of a listed region$/, '所列地区的代码'],
  [/^the id of one of the products( of the catalog)?$/, '目录中产品的编号'],
  [/^the id of one of the banks( of the catalog)?$/, '目录中银行的编号'],
  [/^the id of one of the needs$/, '需求的编号'],
  [/^another id than (\S+), which has the same$/, '与 $1 不同的编号（二者相同）'],
  [/^an id that no other need has; (.+) has it$/, '不与其他需求重复的编号（$1 已使用）'],
  [/^at most (\d+) regions within each other$/, '至多 $1 级地区'],
  [/^at most (\d+) products, banks and regions together$/, '产品、银行和地区合计至多 $1 个'],
  [
    /^an amount with at most 2 decimals, such as .+$/,
    '至多两位小数的金额，如 "5000000" 或 "5000000.50"',
  ],
  [/^an amount of zero or more$/, '不小于零的金额'],
  [/^an amount of at most (\S+)$/, '不超过 $1 的金额'],
  [/^an object$/, '一个对象'],
  [/^one of the keys (.+)$/, '下列键之一：$1'],
  [
    /^an identifier of (\d+) to (\d+) letters, digits or (.+)$/,
    '$1 至 $2 个字母、数字或 $3 组成的编号',
  ],
  [/^a whole number between (\S+) and (\S+)$/, '$1 至 $2 之间的整数'],
  [/^a number of at most (\d+) digits; write .+$/, '至多 $1 位的数字；更长的请写成文本'],
  [/^a text of at most (\d+) characters$/, '至多 $1 个字符的文本'],
  [/^a (?:text|key) of whole Unicode characters$/, '完整的 Unicode 字符'],
  [/^a key other than this reserved one$/, '非保留的键'],
  [/^a key in double quotes$/, '双引号中的键'],
  [/^each key once in an object$/, '同一对象中不重复的键'],
  [/^a value$/, '一个值'],
  [/^the end of the text: one value is complete$/, '文本结尾：一个值已完整'],
  [/^at most (\d+) levels of nesting(, without cycles)?$/, '至多 $1 层嵌套'],
  [/^a list of .+$/, '一个列表'],
  [/^text in UTF-8; the file is not$/, 'UTF-8 编码的文本；该文件不是'],
  [/^a JSON document; the file is empty$/, '一份 JSON 文档；该文件为空'],
  [/^at least one record$/, '至少一条记录'],
];

const SEEN: readonly (readonly [en: RegExp, zh: string])[] = [
  [/^a list of (\d+)$/, '$1 项的列表'],
  [/^an object$/, '一个对象'],
];

/** What was seen: values stand as they are. */
export function seenInChinese(seen: string): string {
  const found = SEEN.find(([en]) => en.test(seen));
  return found === undefined ? seen : seen.replace(...found);
}

/** The phrase in Chinese where there is one. */
export function expectedInChinese(expected: string): string {
  const found = PHRASES.find(([en]) => en.test(expected));
  return found === undefined ? expected : expected.replace(...found);
}
