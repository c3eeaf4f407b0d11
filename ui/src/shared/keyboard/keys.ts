/** What keys do, wherever one is: the keys, and what follows. */
export const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['Ctrl', 'K'], 'Find experiments, runs, models, pages and what can be done here'],
  [['/'], 'Go to the search box'],
  [['↓', 'Enter'], 'Take what the search box offers'],
  [['j', 'k'], 'Next and previous row'],
  [['x'], 'Select the row; X selects all between'],
  [['e'], 'Hide the run from charts, or show it again'],
  [['p'], 'Keep the run on top of the table, or not'],
  [['→', '←'], 'Open and close the runs below a run'],
  [['Enter'], 'Open the row'],
  [['←', '→', '+', '-'], 'In a chart: move the cross-hair, zoom in and out'],
  [['?'], 'Help on keys and search'],
];
