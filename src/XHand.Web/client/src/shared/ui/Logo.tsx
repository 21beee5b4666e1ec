import classes from './Logo.module.css';

/** The product's mark and name. Takes the colour of the text around it. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <span className={classes.logo}>
      <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#167c80" />
        <path d="M9 9l14 14M23 9L9 23" stroke="#fff" strokeWidth="3.4" strokeLinecap="round" />
        <circle cx="16" cy="16" r="3.4" fill="#8fe0dd" />
      </svg>
      XHand
    </span>
  );
}
