import { expect, it } from 'vitest';
import { addressOf } from './adopt-path';

it.each([
  ['/', '/experiments/1', '?tab=charts', '', '/#/experiments/1?tab=charts'],
  ['/x/y/', '/x/y/models/a%2Fb', '', '', '/x/y/#/models/a%2Fb'],
  ['/x/y/', '/x/y', '?token=t', '#/models', '/x/y/?token=t#/models'],
  ['/x/y/', '/x/y/', '', '', undefined],
  ['/x/y/', '/x/y/', '', '#/models', undefined],
  ['/x/y/', '/x/y/index.html', '', '', undefined],
  ['/x/y/', '/elsewhere', '', '', undefined],
])('below %s, %s%s%s means %s', (base, pathname, search, hash, meant) => {
  expect(addressOf(base, { pathname, search, hash })).toBe(meant);
});
