import { Link } from '@tanstack/react-router';
import classes from './KeyLink.module.css';

/** A record's number or name in its list: the way to open it by keyboard. */
export function KeyLink({ path, value, text = value }: { path: string; value: string; text?: string }) {
  return (
    <Link to={`/${path}/$key` as never} params={{ key: value } as never} search={((all: object) => all) as never} className={classes.link}>
      {text}
    </Link>
  );
}
