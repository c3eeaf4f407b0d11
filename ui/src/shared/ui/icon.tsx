const PATHS = {
  search: 'M11 11l3.5 3.5M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10z',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13.5 9.5A6 6 0 1 1 6.5 2.5a4.8 4.8 0 0 0 7 7z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  copy: 'M5.5 5.5V2.5h8v8h-3M2.5 5.5h8v8h-8z',
  download: 'M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11',
  folder: 'M1.5 12.5v-9H6l1.5 2h7v7z',
  file: 'M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3',
  edit: 'M2.5 13.5l.7-3L10.7 3l2.3 2.3-7.5 7.5z',
  columns: 'M2 2.5h12v11H2zM6 2.5v11M10 2.5v11',
  right: 'M6 3.5L10.5 8 6 12.5',
  left: 'M10 3.5L5.5 8l4.5 4.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  up: 'M3.5 10L8 5.5 12.5 10',
  help: 'M8 15A7 7 0 1 0 8 1a7 7 0 0 0 0 14zM6 6.2a2 2 0 1 1 2.8 1.9c-.6.3-.8.7-.8 1.4M8 11.6v.1',
  more: 'M3 8h.1M8 8h.1M13 8h.1',
  pin: 'M8 10v4M4.5 10h7L10 7V2.5H6V7z',
  tree: 'M3 2v11h4M3 6.5h4M9 5h5v3H9zM9 11.5h5v3H9z',
  star: 'M8 1.8l1.9 4 4.3.5-3.2 3 .9 4.3L8 11.5l-3.9 2.1.9-4.3-3.2-3 4.3-.5z',
  clock: 'M8 15A7 7 0 1 0 8 1a7 7 0 0 0 0 14zM8 4v4l2.5 1.5',
  wave: 'M1.5 10l3-5 3.5 7 3-8 3.5 4',
  minus: 'M3 8h10',
  fit: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing beside a word, or inside a control that has a name of its own; never alone a carrier of meaning. */
export function Icon({ name, size = 14 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
