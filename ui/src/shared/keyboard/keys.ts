/** What keys do, wherever one is: the keys, and what follows. */
export const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['/'], 'Go to the search box'],
  [['↓', 'Enter'], 'Take what the search box offers'],
  [['j', 'k'], 'Next and previous row'],
  [['x'], 'Select the row; X selects all between'],
  [['e'], 'Hide the run from charts, or show it again'],
  [['p'], 'Keep the run on top of the table, or not'],
  [['→', '←'], 'Open and close the runs below a run'],
  [['Enter'], 'Open the row'],
  [['?'], 'Help on keys and search'],
];
