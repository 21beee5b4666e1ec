import classes from './Party.module.css';

/** A number with the name beside it, both as text whatever they contain. */
export function Party({ number, name }: { number: string; name?: string }) {
  return (
    <span className={classes.party}>
      <span className={classes.number}>{number || '—'}</span>
      {name && <span className={classes.name}>{name}</span>}
    </span>
  );
}
