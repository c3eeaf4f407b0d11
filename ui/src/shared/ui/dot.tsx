/** The colour that something has in the charts. */
export function Dot({ color }: { color: string | undefined }) {
  return (
    <span
      aria-hidden="true"
      style={{
        display: 'inline-block',
        flex: 'none',
        width: 8,
        height: 8,
        borderRadius: '50%',
        marginRight: 7,
        background: color ?? 'var(--line)',
      }}
    />
  );
}
