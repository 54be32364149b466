/** JSON texts: the value of JSON.parse, or where and why not. */
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseJsonText, type TextIssue } from '../src/interop/json-text.ts';

function issuesOf(text: string): readonly TextIssue[] {
  const result = parseJsonText(text);
  return result._tag === 'Left' ? result.left : [];
}

describe('a JSON text', () => {
  it('gives the value that JSON.parse gives', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'binary' }),
        fc.constantFrom('', '\t', '\n '),
        (value, space) => {
          const text = JSON.stringify(value, undefined, space);
          expect(parseJsonText(text)).toEqual({ _tag: 'Right', right: JSON.parse(text) });
          expect(parseJsonText(`\u{feff}${text}`)).toEqual({
            _tag: 'Right',
            right: JSON.parse(text),
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is refused exactly where JSON.parse refuses, or would lose something', () => {
    const token = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '"a"',
        '"a"',
        '"\\u0061"',
        '"b"',
        '"',
        '\\',
        '1',
        '-',
        '.5',
      ],
      ...[
        '0',
        'e9',
        'true',
        'null',
        'nul',
        ' ',
        '\n',
        '\r\n',
        '\t',
        '\u{0}',
        '\u{1f600}',
        '\u{a0}',
      ],
    );
    const texts = fc.oneof(
      fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join('')),
      fc
        .tuple(fc.json(), fc.nat(), token)
        .map(
          ([text, at, put]) =>
            text.slice(0, at % (text.length + 1)) + put + text.slice(at % (text.length + 1)),
        ),
      fc.tuple(fc.json(), fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const codes = issuesOf(text).map((issue) => issue.code);
        expect(codes.includes('json-syntax')).toBe(!isParsed(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('is read in linear time, however it is made', () => {
    for (const text of [
      '['.repeat(1_000_000),
      `"${'\\'.repeat(1_000_000)}`,
      `1${'0'.repeat(1_000_000)}`,
      `0.${'0'.repeat(1_000_000)}1`,
      ' '.repeat(1_000_000),
      `{${'"a":1,'.repeat(200_000)}"b":1}`,
      `[${'1,'.repeat(500_000)}`,
    ]) {
      expect(issuesOf(text).length).toBeGreaterThan(0);
    }
  });
});

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('messages', () => {
  test.each<readonly [string, string]>([
    ['', 'line 1, column 1: expected a JSON value; saw the end of the text'],
    ['{"a": 1', 'line 1, column 8: expected a comma or "}"; saw the end of the text'],
    [
      '{\n  "a": 1,\n}',
      'line 3, column 1: expected a key: JSON has no comma after the last member; saw "}"',
    ],
    [
      '[1,\r\n2,]',
      'line 2, column 3: expected a value: JSON has no comma after the last item; saw "]"',
    ],
    ['[1\r2]', 'line 2, column 1: expected a comma or "]"; saw "2"'],
    [
      '{"a": "\\x"}',
      'line 1, column 8: expected an escape that JSON knows: \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with 4 digits; saw "\\\\x"',
    ],
    [
      '"a\nb"',
      'line 1, column 3: expected an escape such as \\n for a control character; saw "\\n"',
    ],
    ['"abc', 'line 1, column 5: expected a closing quote; saw the end of the text'],
    ['{a: 1}', 'line 1, column 2: expected a key in double quotes; saw "a"'],
    ["['a']", 'line 1, column 2: expected a value: texts stand in double quotes; saw "\'"'],
    ['{"a" 1}', 'line 1, column 6: expected a colon after the key; saw "1"'],
    ['[True]', 'line 1, column 2: expected a value; saw "True"'],
    ['[-]', 'line 1, column 2: expected a number: digits after the minus; saw "-"'],
    ['{} {}', 'line 1, column 4: expected the end of the text: one value is complete; saw "{"'],
    ['// x', 'line 1, column 1: expected a value: JSON has no comments; saw "/"'],
    ['[😀]', 'line 1, column 2: expected a value; saw "😀"'],
    ['{"a": 1,\n "\\u0061": 2}', 'line 2, column 2: expected each key once in an object; saw "a"'],
    [
      '[12345678901234567890]',
      'line 1, column 2: expected a number of at most 15 digits; write a longer one as a text; saw "12345678901234567890"',
    ],
    ['['.repeat(65), 'line 1, column 65: expected at most 64 levels of nesting; saw "["'],
  ])('%j', (text, message) => {
    expect(issuesOf(text).map((issue) => issue.message)).toEqual([message]);
  });

  it('say where in the document they are', () => {
    const [issue] = issuesOf('{"a": {"b": [1, {"c": tru}]}}');
    expect(issue).toEqual({
      code: 'json-syntax',
      path: ['a', 'b', 1, 'c'],
      expected: 'a value',
      seen: '"tru"',
      message: 'line 1, column 23: expected a value; saw "tru"',
      line: 1,
      column: 23,
    });
  });

  it('list every key that stands twice, and the fault that ended the reading', () => {
    const issues = issuesOf('{"a": {"x": 1, "x": 2}, "b": 0,\n"a": 3, "a": 4');
    expect(issues.map(({ code, line, column, path }) => [code, line, column, path])).toEqual([
      ['duplicate', 1, 16, ['a', 'x']],
      ['duplicate', 2, 1, ['a']],
      ['duplicate', 2, 9, ['a']],
      ['json-syntax', 2, 15, ['a']],
    ]);
  });

  it('let numbers pass that a double keeps', () => {
    const text = '[0, -0, 1e3, 1E-7, 9007199254740991, 5000000.500000000000, 0.1]';
    expect(issuesOf(text)).toEqual([]);
    expect(issuesOf('[9007199254740993, 1e400, 0.12345678901234567890]')).toHaveLength(3);
  });
});
