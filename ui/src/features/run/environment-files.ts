const KNOWN = new Set(
  'requirements.txt conda.yaml conda.yml environment.yaml environment.yml python_env.yaml pyproject.toml uv.lock poetry.lock pipfile pipfile.lock setup.py dockerfile mlproject renv.lock'.split(
    ' ',
  ),
);

/** Whether a file, by its name, lists what code needs. */
export function isEnvironmentFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return KNOWN.has(name) || /^requirements[\w.-]*\.txt$/.test(name);
}
