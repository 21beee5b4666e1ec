import { type ReactNode, useEffect } from 'react';
import classes from './Page.module.css';

interface Props {
  title: string;
  /** Beside the title: a count, a state. */
  aside?: ReactNode;
  /** Right of it: buttons. */
  actions?: ReactNode;
  /** Below it: search and filters. */
  tools?: ReactNode;
  /** The content scrolls inside itself (a table) instead of the page. */
  fills?: boolean;
  children: ReactNode;
}

/** A screen: one h1, its actions, its content. Names the browser's tab. */
export function Page({ title, aside, actions, tools, fills, children }: Props) {
  useEffect(() => {
    document.title = `${title} · XHand`;
  }, [title]);
  return (
    <div className={classes.page} data-fills={fills || undefined}>
      <header className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        {aside && <span className={classes.aside}>{aside}</span>}
        <div className={classes.actions}>{actions}</div>
      </header>
      {tools && <div className={classes.tools}>{tools}</div>}
      <div className={classes.body}>{children}</div>
    </div>
  );
}
