const FOLDERS = /^(logs?|error|errors|output)$/i;
const ENDING = /\.(log|out|err)(\.\d+)?$/i;
const NAMES = /^(stdout|stderr|output|console|traceback|log)(\.(txt|log))?$/i;
const TEXT = /\.(txt|log|out|err)$/i;

/** Whether a folder of a run is looked into for what its processes printed. */
export function holdsLogs(folder: string): boolean {
  return FOLDERS.test(folder);
}

/** Whether a file is what a process printed, by its name and the folder that it lies in. */
export function isLog(path: string): boolean {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (ENDING.test(name) || NAMES.test(name)) return true;
  return slash > 0 && FOLDERS.test(path.slice(0, slash)) && TEXT.test(name);
}
