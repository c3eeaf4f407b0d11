interface Tagged {
  tags?: readonly { key: string; value?: string }[];
}

/** The tags that people set: those of the platform itself are left out. */
export function tagsOf(tagged: Tagged | undefined): { key: string; value: string }[] {
  return (tagged?.tags ?? [])
    .filter((tag) => !tag.key.startsWith('mlflow.'))
    .map(({ key, value = '' }) => ({ key, value }));
}
