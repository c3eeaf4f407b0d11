const SSH = /^(?:ssh:\/\/)?git@([\w.-]+)(?::\d+\/|[:/])([\w./~-]+)$/;
const HEX = /^[0-9a-f]{7,64}$/i;

/** Where a host of repositories shows a commit; nothing for what is no repository on the web. Credentials are left out. */
export function commitUrl(repository: string | undefined, commit: string): string | undefined {
  if (repository === undefined || !HEX.test(commit)) return undefined;
  const ssh = SSH.exec(repository);
  const text = ssh ? `https://${ssh[1]}/${ssh[2]}` : repository;
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  const path = pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  if (path === '') return undefined;
  const commits = host === 'bitbucket.org' ? 'commits' : 'commit';
  return `${protocol}//${host}${path}/${commits}/${commit}`;
}
