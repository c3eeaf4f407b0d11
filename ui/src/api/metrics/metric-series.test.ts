import { expect, it } from 'vitest';
import { unpack } from './message-pack';
import { integers, seriesIn } from './metric-series';

/** What the server sent of a run with three series, as base64: one of 40 points, one with NaN and infinity, one with an odd name. */
const SENT =
  'gaZzZXJpZXOTiqZydW5faWTZIGUwMDYyYTM0NWIzMzQ5OGFhYjMxYWM4NDI0N2NlMjAxpG5hbWWkbG9uZ6NrZXmkbG9uZ6djb250' +
  'ZXh0gKVjb3VudCiqZmlyc3Rfc3RlcACpbGFzdF9zdGVwJ6VzdGVwc8UBQAAAAAAAAAAAAQAAAAAAAAACAAAAAAAAAAMAAAAAAAAA' +
  'BAAAAAAAAAAFAAAAAAAAAAYAAAAAAAAABwAAAAAAAAAIAAAAAAAAAAkAAAAAAAAACgAAAAAAAAALAAAAAAAAAAwAAAAAAAAADQAA' +
  'AAAAAAAOAAAAAAAAAA8AAAAAAAAAEAAAAAAAAAARAAAAAAAAABIAAAAAAAAAEwAAAAAAAAAUAAAAAAAAABUAAAAAAAAAFgAAAAAA' +
  'AAAXAAAAAAAAABgAAAAAAAAAGQAAAAAAAAAaAAAAAAAAABsAAAAAAAAAHAAAAAAAAAAdAAAAAAAAAB4AAAAAAAAAHwAAAAAAAAAg' +
  'AAAAAAAAACEAAAAAAAAAIgAAAAAAAAAjAAAAAAAAACQAAAAAAAAAJQAAAAAAAAAmAAAAAAAAACcAAAAAAAAAqnRpbWVzdGFtcHPF' +
  'AUAAAAAAAAAAAAEAAAAAAAAAAgAAAAAAAAADAAAAAAAAAAQAAAAAAAAABQAAAAAAAAAGAAAAAAAAAAcAAAAAAAAACAAAAAAAAAAJ' +
  'AAAAAAAAAAoAAAAAAAAACwAAAAAAAAAMAAAAAAAAAA0AAAAAAAAADgAAAAAAAAAPAAAAAAAAABAAAAAAAAAAEQAAAAAAAAASAAAA' +
  'AAAAABMAAAAAAAAAFAAAAAAAAAAVAAAAAAAAABYAAAAAAAAAFwAAAAAAAAAYAAAAAAAAABkAAAAAAAAAGgAAAAAAAAAbAAAAAAAA' +
  'ABwAAAAAAAAAHQAAAAAAAAAeAAAAAAAAAB8AAAAAAAAAIAAAAAAAAAAhAAAAAAAAACIAAAAAAAAAIwAAAAAAAAAkAAAAAAAAACUA' +
  'AAAAAAAAJgAAAAAAAAAnAAAAAAAAAKZ2YWx1ZXPFAUAAAAAAAAAAAAAAAAAAAMA/AAAAAAAA0D8AAAAAAADYPwAAAAAAAOA/AAAA' +
  'AAAA5D8AAAAAAADoPwAAAAAAAOw/AAAAAAAA8D8AAAAAAADyPwAAAAAAAPQ/AAAAAAAA9j8AAAAAAAD4PwAAAAAAAPo/AAAAAAAA' +
  '/D8AAAAAAAD+PwAAAAAAAABAAAAAAAAAAUAAAAAAAAACQAAAAAAAAANAAAAAAAAABEAAAAAAAAAFQAAAAAAAAAZAAAAAAAAAB0AA' +
  'AAAAAAAIQAAAAAAAAAlAAAAAAAAACkAAAAAAAAALQAAAAAAAAAxAAAAAAAAADUAAAAAAAAAOQAAAAAAAAA9AAAAAAAAAEEAAAAAA' +
  'AIAQQAAAAAAAABFAAAAAAACAEUAAAAAAAAASQAAAAAAAgBJAAAAAAAAAE0AAAAAAAIATQIqmcnVuX2lk2SBlMDA2MmEzNDViMzM0' +
  'OThhYWIzMWFjODQyNDdjZTIwMaRuYW1lqnRyYWluL2xvc3Oja2V5qnRyYWluL2xvc3OnY29udGV4dIClY291bnQDqmZpcnN0X3N0' +
  'ZXD9qWxhc3Rfc3RlcM8AAAEAAAAAAKVzdGVwc8QY/f////////8AAAAAAAAAAAAAAAAAAQAAqnRpbWVzdGFtcHPEGADALMiZAQAA' +
  'AcAsyJkBAAACwCzImQEAAKZ2YWx1ZXPEGAAAAAAAAOA/AAAAAAAA+H8AAAAAAADwf4qmcnVuX2lk2SBlMDA2MmEzNDViMzM0OThh' +
  'YWIzMWFjODQyNDdjZTIwMaRuYW1losOpo2tleaLDqadjb250ZXh0gKVjb3VudAGqZmlyc3Rfc3RlcAepbGFzdF9zdGVwB6VzdGVw' +
  'c8QIBwAAAAAAAACqdGltZXN0YW1wc8QIBQAAAAAAAACmdmFsdWVzxAgAAAAAAAAEwA==';

const bytes = (...values: number[]) => Uint8Array.from(values);
const sent = Uint8Array.from(atob(SENT), (character) => character.charCodeAt(0));

it('reads what the server really sends', () => {
  const [long, loss, odd] = seriesIn(sent);
  expect([long?.name, long?.count, long?.runId.length]).toEqual(['long', 40, 32]);
  expect([long?.steps[39], long?.values[39], long?.timestamps[39]]).toEqual([39, 39 / 8, 39]);
  expect([...(loss?.steps ?? [])]).toEqual([-3, 0, 2 ** 40]);
  expect([...(loss?.values ?? [])]).toEqual([0.5, Number.NaN, Number.POSITIVE_INFINITY]);
  expect([...(loss?.timestamps ?? [])]).toEqual([1_760_000_000_000, 1_760_000_000_001, 1_760_000_000_002]);
  expect([odd?.name, odd?.count, odd?.values[0]]).toEqual(['é', 1, -2.5]);
});

it('reads an answer without series, and refuses half an answer', () => {
  expect(seriesIn(bytes(0x80))).toEqual([]);
  expect(() => seriesIn(sent.subarray(0, 500))).toThrow();
});

it('reads whole numbers of 64 bits', () => {
  const packed = bytes(255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 32, 0);
  expect([...integers(packed)]).toEqual([-1, 2 ** 53]);
});

it.each([
  [[0xc0], null],
  [[0xc2], false],
  [[0xc3], true],
  [[0x7f], 127],
  [[0xe0], -32],
  [[0xcc, 200], 200],
  [[0xcd, 1, 0], 256],
  [[0xce, 0, 1, 0, 0], 65_536],
  [[0xcf, 0, 0, 0, 1, 0, 0, 0, 0], 2 ** 32],
  [[0xd0, 0x80], -128],
  [[0xd1, 0xff, 0], -256],
  [[0xd2, 0xff, 0xff, 0, 0], -65_536],
  [[0xd3, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], -(2 ** 32)],
  [[0xca, 0x3f, 0x80, 0, 0], 1],
  [[0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 1.5],
  [[0xa1, 0x61], 'a'],
  [[0xd9, 1, 0x62], 'b'],
  [[0xda, 0, 1, 0x63], 'c'],
  [
    [0xdc, 0, 2, 1, 2],
    [1, 2],
  ],
  [[0x81, 0xa1, 0x61, 0x92, 1, 0xc0], { a: [1, null] }],
  [[0xde, 0, 1, 0xa1, 0x61, 1], { a: 1 }],
])('unpacks %j', (packed, value) => {
  expect(unpack(bytes(...packed))).toEqual(value);
});

it('refuses extensions', () => {
  expect(() => unpack(bytes(0xc7, 0, 0))).toThrow('kind 199');
});
