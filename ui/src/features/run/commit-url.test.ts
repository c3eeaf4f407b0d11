import { expect, it } from 'vitest';
import { commitUrl } from './commit-url';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

it.each([
  ['https://github.com/org/repo.git', `https://github.com/org/repo/commit/${COMMIT}`],
  ['https://user:secret@git.example.org/org/repo', `https://git.example.org/org/repo/commit/${COMMIT}`],
  ['git@github.com:org/repo.git', `https://github.com/org/repo/commit/${COMMIT}`],
  ['ssh://git@git.example.org:2222/org/repo', `https://git.example.org/org/repo/commit/${COMMIT}`],
  ['https://bitbucket.org/org/repo', `https://bitbucket.org/org/repo/commits/${COMMIT}`],
  ['/srv/git/repo', undefined],
  ['javascript:alert(1)', undefined],
  ['file:///srv/git/repo', undefined],
  [undefined, undefined],
])('of %s is %s', (repository, url) => expect(commitUrl(repository, COMMIT)).toBe(url));

it('takes no other text for a commit', () => expect(commitUrl('https://github.com/a/b', '../x')).toBeUndefined());
