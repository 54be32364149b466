/**
 * What an issue expects, in Chinese. A phrase that is not among these stays English, as the library says
 * it: rare ones about programmes do.
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
  [/^a list of .+ of at least one item$/, '至少一项的列表'],
  [/^a list of .+$/, '一个列表'],
  [/^text in UTF-8; the file is not$/, 'UTF-8 编码的文本；该文件不是'],
  [/^a JSON document; the file is empty$/, '一份 JSON 文档；该文件为空'],
  [/^at least one record$/, '至少一条记录'],
  [/^text in UTF-8; this line holds other bytes$/, 'UTF-8 编码的文本；该行不是'],
  [/^a line of at most (\d+) bytes; this one was not read$/, '至多 $1 字节的一行；该行未读取'],
  [/^a file of at most (\d+) bytes$/, '至多 $1 字节的文件'],
  [/^at most (\d+) bytes$/, '至多 $1 字节'],
  [/^an object "data" with the product$/, '载有产品的对象 "data"'],
  [/^a text "productId"$/, '文本 "productId"'],
  [/^a JSON value$/, '一个 JSON 值'],
  [/^a value: JSON has no comma after the last item$/, '一个值：JSON 的最后一项之后没有逗号'],
  [/^a value: texts stand in double quotes$/, '一个值：文本用双引号'],
  [/^a value: JSON has no comments$/, '一个值：JSON 没有注释'],
  [/^a key: JSON has no comma after the last member$/, '一个键：JSON 的最后一个成员之后没有逗号'],
  [/^a colon after the key$/, '键后的冒号'],
  [/^a comma or "(.)"$/, '逗号或 "$1"'],
  [/^a closing quote$/, '结束的引号'],
  [/^a number: digits after the minus$/, '一个数：负号后为数字'],
  [/^at most (\d+) faults; .+$/, '至多 $1 处错误；其余未列出'],
  [/^a plain JSON object$/, '一个普通的 JSON 对象'],
  [/^an amount of more than zero$/, '大于零的金额'],
  [
    /^a rate with its unit and at most 4 decimals of a per cent, such as (.+) or (.+)$/,
    '带单位、百分数至多四位小数的利率，如 $1 或 $2',
  ],
  [/^a rate between (\S+) and (\S+)$/, '$1 至 $2 之间的利率'],
  [
    /^a calendar day written YYYY-MM-DD, between (\S+) and (\S+)$/,
    '$1 至 $2 之间、写作 YYYY-MM-DD 的日期',
  ],
  [/^a day that exists in the calendar$/, '日历中存在的日期'],
  [
    /^a code of capitals and digits, at most (\d+), such as (.+)$/,
    '至多 $1 个大写字母和数字的代码，如 $2',
  ],
  [/^a division code of .+, such as (.+)$/, '2、4、6、9 或 12 位的行政区划代码，如 $1'],
  [/^a currency code of three capitals, such as (.+)$/, '三个大写字母的货币代码，如 $1'],
  [/^a text of (\d+) to (\d+) characters$/, '$1 至 $2 个字符的文本'],
  [/^a text$/, '一个文本'],
  [/^true or false$/, 'true 或 false'],
  [/^one of (".+)$/, '下列之一：$1'],
  [/^a number with at most (\d+) decimals, such as (.+)$/, '至多 $1 位小数的数，如 $2'],
  [/^a name: a text, or an object with "zh" and "en"$/, '名称：文本，或含 "zh" 与 "en" 的对象'],
  [/^a label: its id, or an object with .+$/, '标签：编号，或含 "id"、"from"、"to" 的对象'],
  [/^at most the value of "(.+)"$/, '不大于 "$1" 的值'],
  [/^at least the value of "(.+)"$/, '不小于 "$1" 的值'],
  [/^the id of a bank under "banks"$/, '"banks" 中银行的编号'],
  [/^the id of a benchmark under "benchmarks"$/, '"benchmarks" 中基准利率的编号'],
  [/^the id of a programme under "programmes"$/, '"programmes" 中政策的编号'],
  [
    /^a base: "fixed" or "benchmark", or adjustments that set$/,
    '基准："fixed" 或 "benchmark"，或取代型调整',
  ],
  [/^either "add" or "set" with a rate$/, '"add" 或 "set" 之一，附利率'],
  [
    /^a criterion: an object with a field and an operator, or (.+)$/,
    '条件：含字段与运算符的对象，或 $1',
  ],
  [/^an operator: one of (.+)$/, '运算符：$1 之一'],
  [/^the name of a field, such as (.+)$/, '字段名，如 $1'],
  [
    /^a standard field, or one that the catalog declares under "fields"$/,
    '标准字段，或目录在 "fields" 中声明的字段',
  ],
  [/^a fact that a catalog declares; .+$/, '目录所声明的事实；请先给出目录，或传入其字段'],
  [/^a fact that the catalog's fields declare: (.+)$/, '目录字段所声明的事实：$1'],
  [/^a name that is not one of the standard fields$/, '不与标准字段重名的名称'],
  [/^(\d+), the format that this version of the library reads$/, '$1，即本版本所读的格式'],
  [/^a web address that begins with .+$/, '以 "https://" 或 "http://" 开头的网址'],
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
  const [, phrase = expected, guess] = /^(.*) \(did you mean "(.+)"\?\)$/.exec(expected) ?? [];
  const found = PHRASES.find(([en]) => en.test(phrase));
  const told = found === undefined ? phrase : phrase.replace(...found);
  return guess === undefined ? told : `${told}（是否为 "${guess}"？）`;
}
