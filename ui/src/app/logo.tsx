/** The pen's line of a barograph. */
export function Logo() {
  return (
    <svg aria-hidden="true" width="20" height="20" viewBox="0 0 32 32">
      <rect width="32" height="32" rx="6" fill="#0f6b7a" />
      <path
        d="M4 20 L9 20 L12 11 L16 23 L20 14 L23 18 L28 18"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
