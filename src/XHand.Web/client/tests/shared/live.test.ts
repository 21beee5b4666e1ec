import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// The hub's client stands in a module of its own; here it is one that a test can drop and bring back.
const hubs: FakeHub[] = [];

class FakeHub {
  calls: [string, string][] = [];
  state: (topic: string, version: number, items: unknown[]) => void = () => {};
  closed: () => void = () => {};
  constructor() {
    hubs.push(this);
  }
  on = (_: string, handler: FakeHub['state']) => {
    this.state = handler;
  };
  onclose = (handler: () => void) => {
    this.closed = handler;
  };
  start = vi.fn(async () => {});
  stop = vi.fn(async () => {});
  invoke = (method: string, topic: string) => {
    this.calls.push([method, topic]);
    return Promise.resolve();
  };
}

vi.mock('@microsoft/signalr', () => ({
  HttpTransportType: { WebSockets: 1 },
  LogLevel: { None: 6 },
  HubConnectionBuilder: class {
    withUrl = () => this;
    configureLogging = () => this;
    build = () => new FakeHub();
  },
}));

const { LiveConnection } = await import('@/shared/live/liveConnection');

beforeEach(() => {
  hubs.length = 0;
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

const started = async () => {
  const live = new LiveConnection();
  live.start();
  await vi.advanceTimersByTimeAsync(1);
  return live;
};

test('a topic is watched once however many screens show it, and left some time after the last', async () => {
  const live = await started();
  const [first, second] = [live.watch('calls', () => {}), live.watch('calls', () => {})];
  expect(hubs[0]?.calls).toEqual([['Watch', 'calls']]);
  first();
  second();
  await vi.advanceTimersByTimeAsync(5000);
  expect(hubs[0]?.calls).toEqual([
    ['Watch', 'calls'],
    ['Unwatch', 'calls'],
  ]);
});

test('the next screen that shows the same takes over what is there', async () => {
  const live = await started();
  const leave = live.watch('calls', () => {});
  hubs[0]?.state('calls', 1, ['a']);
  leave();
  live.watch('calls', () => {});
  expect(live.state('calls')?.items).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(5000);
  expect(hubs[0]?.calls).toEqual([['Watch', 'calls']]);
});

test('a lost connection keeps the last state, comes back by itself and watches again', async () => {
  const live = await started();
  live.watch('calls', () => {});
  hubs[0]?.state('calls', 1, ['a']);
  hubs[0]?.closed();
  expect(live.status()).toBe('lost');
  expect(live.state('calls')?.items).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(2000);
  expect(live.status()).toBe('live');
  expect(hubs[1]?.calls).toEqual([['Watch', 'calls']]);
});

test('who leaves is forgotten and not reconnected', async () => {
  const live = await started();
  live.watch('calls', () => {});
  live.stop();
  hubs[0]?.closed();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([live.status(), hubs.length, live.state('calls')]).toEqual(['off', 1, undefined]);
});
