import type { HubConnection } from '@microsoft/signalr';

export type Topic = 'calls' | 'registrations' | 'trunks' | 'alarms' | 'site';

/** connecting: the first time; live; lost: was live, tries again by itself; off: nobody is signed in. */
export type LiveStatus = 'off' | 'connecting' | 'live' | 'lost';

export interface TopicState<T = unknown> {
  version: number;
  items: readonly T[];
}

type Listener = () => void;

const lingerMs = 2000;

/**
 * The one connection to the hub at /live. A topic is watched on the server while a screen here watches it; its last state stays readable
 * while the connection is away, and is replaced whole when it is back.
 */
export class LiveConnection {
  #hub: HubConnection | undefined;
  #status: LiveStatus = 'off';
  #wanted = false;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #states = new Map<Topic, TopicState>();
  readonly #watchers = new Map<Topic, Set<Listener>>();
  readonly #lingering = new Map<Topic, ReturnType<typeof setTimeout>>();
  readonly #statusListeners = new Set<Listener>();

  status = (): LiveStatus => this.#status;

  state = (topic: Topic): TopicState | undefined => this.#states.get(topic);

  onStatus = (listener: Listener): (() => void) => {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  };

  watch = (topic: Topic, listener: Listener): (() => void) => {
    const watchers = this.#watchers.get(topic) ?? new Set();
    this.#watchers.set(topic, watchers);
    watchers.add(listener);
    clearTimeout(this.#lingering.get(topic));
    if (!this.#lingering.delete(topic) && watchers.size === 1) {
      this.#send('Watch', topic);
    }

    return () => {
      watchers.delete(listener);
      if (watchers.size === 0) {
        // The next screen often watches the same: what is there stays for a moment.
        this.#lingering.set(
          topic,
          setTimeout(() => this.#leave(topic), lingerMs),
        );
      }
    };
  };

  start(): void {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#attempt = 0;
      this.#setStatus('connecting');
      void this.#connect();
    }
  }

  stop(): void {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#states.clear();
    this.#setStatus('off');
    void this.#hub?.stop();
    this.#hub = undefined;
  }

  /** Tries at once instead of when the wait is over. */
  retry = (): void => {
    if (this.#wanted && this.#status === 'lost') {
      clearTimeout(this.#timer);
      void this.#connect();
    }
  };

  async #connect(): Promise<void> {
    const { HubConnectionBuilder, HttpTransportType, LogLevel } = await import('@microsoft/signalr');
    const hub = new HubConnectionBuilder()
      .withUrl('/live', { transport: HttpTransportType.WebSockets, skipNegotiation: true })
      .configureLogging(LogLevel.None)
      .build();
    hub.on('state', (topic: Topic, version: number, items: unknown[]) => this.#take(topic, version, items));
    hub.onclose(() => {
      if (this.#hub === hub) {
        this.#lost();
      }
    });
    this.#hub = hub;
    try {
      await hub.start();
    } catch {
      if (this.#hub === hub) {
        this.#lost();
      }

      return;
    }

    if (this.#hub !== hub || !this.#wanted) {
      void hub.stop();
      return;
    }

    this.#attempt = 0;
    this.#setStatus('live');
    for (const [topic, watchers] of this.#watchers) {
      if (watchers.size > 0 || this.#lingering.has(topic)) {
        this.#send('Watch', topic);
      }
    }
  }

  #lost(): void {
    if (!this.#wanted) {
      return;
    }

    this.#setStatus('lost');
    const waitMs = Math.min(10_000, 500 * 2 ** this.#attempt++) * (0.7 + 0.6 * Math.random());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), waitMs);
  }

  #leave(topic: Topic): void {
    this.#lingering.delete(topic);
    this.#states.delete(topic);
    this.#send('Unwatch', topic);
  }

  #send(method: 'Watch' | 'Unwatch', topic: Topic): void {
    if (this.#status === 'live') {
      // A topic that this person may not see is refused; the screen then shows that it has no data.
      this.#hub?.invoke(method, topic).catch(() => {});
    }
  }

  #take(topic: Topic, version: number, items: unknown[]): void {
    if (this.#watchers.get(topic)?.size) {
      this.#states.set(topic, { version, items });
      for (const listener of this.#watchers.get(topic) ?? []) {
        listener();
      }
    }
  }

  #setStatus(status: LiveStatus): void {
    if (this.#status !== status) {
      this.#status = status;
      for (const listener of this.#statusListeners) {
        listener();
      }
    }
  }
}

export const live = new LiveConnection();
