using System.Runtime.CompilerServices;

namespace XHand.Loop.Flows;

/// <summary>
/// The result of one verb, settled once on the loop. The flow that awaits it resumes in a turn of its own, never
/// inside the turn that settled it (ARCHITECTURE.md, rules of the loop, 2).
/// </summary>
/// <typeparam name="T">The outcome.</typeparam>
public sealed class LoopPromise<T>(ISwitchLoop loop, string name)
{
    private T? _result;
    private Action? _continuation;

    /// <summary>True once settled.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Settles with <paramref name="result"/>; false when it had been settled before. Loop thread only.</summary>
    public bool TrySettle(T result)
    {
        if (IsSettled)
        {
            return false;
        }

        IsSettled = true;
        _result = result;
        if (_continuation is { } continuation)
        {
            _continuation = null;
            loop.Continue(name, continuation);
        }

        return true;
    }

    /// <summary>Makes <c>await promise</c> work; one awaiter only.</summary>
    public Awaiter GetAwaiter() => new(this);

    /// <summary>What the compiler awaits.</summary>
    public readonly struct Awaiter : ICriticalNotifyCompletion
    {
        private readonly LoopPromise<T> _promise;

        internal Awaiter(LoopPromise<T> promise) => _promise = promise;

        /// <summary>True when the flow can go on without leaving its turn; throws into the flow when another awaits already.</summary>
        // Not thrown from OnCompleted: the compiler's builder throws that on the thread pool, which ends the process.
        public bool IsCompleted => _promise._continuation is null
            ? _promise.IsSettled
            : throw new InvalidOperationException("A loop promise has one awaiter.");

        /// <summary>The outcome.</summary>
        public T GetResult() => _promise.IsSettled
            ? _promise._result!
            : throw new InvalidOperationException("A loop promise was read before it was settled.");

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => _promise._continuation = continuation;
    }
}
