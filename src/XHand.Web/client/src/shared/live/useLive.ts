import { useCallback, useSyncExternalStore } from 'react';
import { type LiveStatus, live, type Topic, type TopicState } from './liveConnection';

/** What the server last said about a topic, renewed by itself; undefined until it has said anything. */
export function useTopic<T>(topic: Topic): TopicState<T> | undefined {
  const subscribe = useCallback((listener: () => void) => live.watch(topic, listener), [topic]);
  return useSyncExternalStore(subscribe, () => live.state(topic)) as TopicState<T> | undefined;
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(live.onStatus, live.status);
}
