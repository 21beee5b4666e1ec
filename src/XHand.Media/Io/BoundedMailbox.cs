using System.Collections.Concurrent;

namespace XHand.Media.Io;

/// <summary>A queue between threads that refuses when it holds its limit.</summary>
internal sealed class BoundedMailbox<T>(int limit)
    where T : class
{
    private readonly ConcurrentQueue<T> _items = new();
    private int _count;

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds <paramref name="item"/>; false at the limit.</summary>
    public bool TryAdd(T item)
    {
        if (Interlocked.Increment(ref _count) > limit)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _items.Enqueue(item);
        return true;
    }

    /// <summary>Adds what is bounded by something else and must not be lost.</summary>
    public void Add(T item)
    {
        Interlocked.Increment(ref _count);
        _items.Enqueue(item);
    }

    /// <summary>Takes the oldest; null when empty.</summary>
    public T? TryTake()
    {
        if (!_items.TryDequeue(out T? item))
        {
            return null;
        }

        Interlocked.Decrement(ref _count);
        return item;
    }
}
