import { type ReactNode, useId } from 'react';
import classes from './Card.module.css';

/** A part of a page that is about one thing. */
export function Card({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {text && <p className={classes.text}>{text}</p>}
      <div className={classes.content}>{children}</div>
    </section>
  );
}

/** Cards one below the other, not wider than is good to read. */
export function Cards({ children }: { children: ReactNode }) {
  return <div className={classes.stack}>{children}</div>;
}
