/** Longer texts in these scripts are no names of persons from there. */
const MOST_LETTERS = 5;

const EAST_ASIAN = /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}々ー]+$/u;

/**
 * Frequent family names, two letters before one, as 高橋 is a family name and 高 another: common ones of China, Taiwan,
 * Japan and Korea. One that is not here only leaves its name in one piece.
 */
const TWO_LETTERS = new Set([
  ...'歐陽 欧阳 司馬 司马 諸葛 诸葛 上官 皇甫 尉遲 夏侯 東方 佐藤 鈴木 高橋 田中 伊藤 渡辺'.split(
    ' ',
  ),
  ...'渡邊 山本 中村 小林 加藤 吉田 山田 山口 松本 井上 木村 斎藤 斉藤 清水 山崎 池田 橋本'.split(
    ' ',
  ),
  ...'阿部 石川 石井 前田 藤田 岡田 後藤 長谷 村上 近藤 坂本 遠藤 青木 金子 高木 高田 高野'.split(
    ' ',
  ),
  ...'남궁 황보 제갈 선우 사공 독고'.split(' '),
]);
const ONE_LETTER = new Set(
  Array.from(
    '王李張张劉刘陳陈楊杨黃黄趙赵吳吴周徐孫孙馬马朱胡郭何林高羅罗鄭郑梁謝谢宋唐許许韓韩馮冯鄧邓' +
      '曹彭曾蕭肖田董袁潘蔡蔣蒋余杜葉叶程蘇苏魏呂吕丁沈任姚盧卢姜崔鍾钟譚谭陸陆汪范金石廖賈贾韋韦' +
      '김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구민유진나지엄채원천방',
  ),
);

/**
 * Splits a name in Chinese, Japanese or Korean script, where the family name stands first: at its blank, or by a list of
 * frequent family names when it has none. Undefined for other scripts and when no family name is known, as in a given name
 * alone.
 */
export function splitEastAsianName(
  words: readonly string[],
): { first: string; last: string } | undefined {
  if (!words.every((word) => EAST_ASIAN.test(word))) return undefined;
  const [last = '', ...given] = words;
  if (given.length > 0) return { first: given.join(' '), last };
  const letters = Array.from(last);
  if (letters.length < 2 || letters.length > MOST_LETTERS) return undefined;
  const length = countFamilyLetters(letters);
  if (length === 0) return undefined;
  return { first: letters.slice(length).join(''), last: letters.slice(0, length).join('') };
}

/** 0 when no family name is known, or nothing would be left for the given name. */
function countFamilyLetters(letters: readonly string[]): number {
  const [first = '', second = ''] = letters;
  if (TWO_LETTERS.has(first + second)) return letters.length > 2 ? 2 : 0;
  return ONE_LETTER.has(first) && letters.length <= 3 ? 1 : 0;
}
