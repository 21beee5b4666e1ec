using Microsoft.Extensions.Logging;
using XHand.Loop.Ids;
using XHand.Media.Graph;
using XHand.Native.Libc;

namespace XHand.Media.Io;

/// <summary>
/// A media loop's thread: takes commands, waits for packets, gathers them for a millisecond so that fewer wake-ups are paid
/// (docs/decisions/0005-media-loops.md), and keeps a reserve of bound pairs for the switch loop.
/// </summary>
internal sealed class MediaLoop : ISocketWatch, IDisposable
{
    private const int PollBatch = 256;
    private const int CommandsAtOnce = 256;
    private const int BindsAtOnce = 64;
    private const int TurnsAtOnce = 8;
    private const int LongestWaitMs = 200;
    private const long GatherNanoseconds = 1_000_000;
    private const long CpuReadNanoseconds = 1_000_000_000;

    private readonly SocketPoll _poll = new(PollBatch);
    private readonly BoundedMailbox<MediaCommand> _commands;
    private readonly BoundedMailbox<PortPair> _reserve;
    private readonly PortPool _ports;
    private readonly MediaLoopCore _core;
    private readonly EventOutbox _events;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly int _reservePairs;
    private int _parked;
    private bool _isWakeDue;
    private volatile bool _stopping;
    private long _cpuReadAt;

    public MediaLoop(int index, MediaSettings settings, MediaLoopOwner owner, PortPool ports, ISoundSource sounds, IRandomSource random, ILogger logger)
    {
        _commands = new BoundedMailbox<MediaCommand>(settings.CommandQueueLength);
        _reservePairs = settings.ReservePairs;
        _reserve = new BoundedMailbox<PortPair>(_reservePairs);
        _ports = ports;
        _events = owner.Events;
        _logger = logger;
        MediaLoopParts parts = new(ports, this, sounds, owner.Events, owner.Released);
        _core = new MediaLoopCore(settings, parts, random, Counters, logger);
        _thread = new Thread(Run) { IsBackground = true, Name = $"media-{index}" };
    }

    /// <summary>What it counts.</summary>
    public MediaCounters Counters { get; } = new();

    /// <summary>Pairs that are bound and belong to no leg yet.</summary>
    public int ReserveCount => _reserve.Count;

    /// <summary>Binds the first pairs on the caller's thread, so that the first call finds one, and starts its own.</summary>
    public void Start()
    {
        FillReserve(NativeThread.MonotonicNanoseconds(), _reservePairs);
        if (_ports.BusyPairs > 0)
        {
            MediaLog.PortsBusy(_logger, _ports.BusyPairs);
        }

        _thread.Start();
    }

    /// <summary>A bound pair from the reserve, which is filled up again within 20 ms; null when it is empty. No system call.</summary>
    public PortPair? TryTakePair() => _reserve.TryTake();

    /// <summary>Gives a pair of this loop's to a leg. Wakes nobody: the leg's first command will, and no packet is expected before it.</summary>
    public void Attach(MediaLeg leg, PortPair pair) => _commands.Add(new AttachLeg(leg, pair));

    /// <summary>Queues a command, which <see cref="WakeIfDue"/> follows; false when the queue is full.</summary>
    public bool TryPost(MediaCommand command)
    {
        if (!_commands.TryAdd(command))
        {
            return false;
        }

        _isWakeDue = true;
        return true;
    }

    /// <summary>Queues a command that must not be lost and of which each leg has few; <see cref="WakeIfDue"/> follows.</summary>
    public void Post(MediaCommand command)
    {
        _commands.Add(command);
        _isWakeDue = true;
    }

    /// <summary>Wakes the thread, if it sleeps, for what has been posted since the last time.</summary>
    public void WakeIfDue()
    {
        if (_isWakeDue)
        {
            _isWakeDue = false;
            WakeIfParked();
        }
    }

    /// <summary>Takes a leg from another loop. Any thread.</summary>
    public void Adopt(AdoptLeg leg)
    {
        _commands.Add(leg);
        WakeIfParked();
    }

    /// <inheritdoc/>
    public bool Add(PortPair pair, int slot)
    {
        if (!_poll.Add(((KernelSocket)pair.Rtp).Socket, (ulong)slot << 1))
        {
            return false;
        }

        if (_poll.Add(((KernelSocket)pair.Rtcp).Socket, ((ulong)slot << 1) | 1))
        {
            return true;
        }

        _poll.Remove(((KernelSocket)pair.Rtp).Socket);
        return false;
    }

    /// <inheritdoc/>
    public void Remove(PortPair pair)
    {
        _poll.Remove(((KernelSocket)pair.Rtp).Socket);
        _poll.Remove(((KernelSocket)pair.Rtcp).Socket);
    }

    /// <summary>Ends the thread, which closes every leg, and gives the reserve back.</summary>
    public void Dispose()
    {
        _stopping = true;
        _poll.Wake();
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _thread.Join();
        }

        while (_commands.TryTake() is { } late)
        {
            (late as AttachLeg)?.Ports.Dispose();
        }

        while (_reserve.TryTake() is { } pair)
        {
            pair.Dispose();
        }

        _poll.Dispose();
    }

    private void WakeIfParked()
    {
        if (Volatile.Read(ref _parked) == 1 && Interlocked.Exchange(ref _parked, 0) == 1)
        {
            _poll.Wake();
        }
    }

    private void Run()
    {
        NativeThread.TryRaisePriority();
        while (!_stopping)
        {
            try
            {
                Round();
            }
            catch (Exception failure)
            {
                // A leg's own failure ends that leg; this is ours, and the other legs go on.
                MediaLog.RoundFailed(_logger, failure);
                NativeThread.SleepUntil(NativeThread.MonotonicNanoseconds() + (10 * GatherNanoseconds));
            }
        }

        try
        {
            End(NativeThread.MonotonicNanoseconds());
        }
        catch (Exception failure)
        {
            MediaLog.RoundFailed(_logger, failure);
        }
    }

    private void End(long now)
    {
        while (_commands.Count > 0)
        {
            TakeCommands(now);
        }

        _core.CloseAll(now);
        _events.Flush();
    }

    private void Round()
    {
        long now = NativeThread.MonotonicNanoseconds();
        TakeCommands(now);
        _core.Tick(now);
        FillReserve(now, BindsAtOnce);
        ReadCpu(now);
        int ready = Wait(now);
        if (ready == 0)
        {
            return;
        }

        // One datagram a socket and turn, so that a flooded port cannot keep the others waiting; a burst is drained in a few turns.
        for (int turn = 0; ready > 0 && turn < TurnsAtOnce; turn++)
        {
            now = NativeThread.MonotonicNanoseconds();
            for (int i = 0; i < ready; i++)
            {
                ulong key = _poll.Key(i);
                _core.OnReadable((int)(key >> 1), (key & 1) != 0, now);
            }

            ready = _poll.Wait(0);
        }

        if (ready == 0)
        {
            NativeThread.SleepUntil(now + GatherNanoseconds);
        }
    }

    private void TakeCommands(long now)
    {
        for (int i = 0; i < CommandsAtOnce && _commands.TryTake() is { } command; i++)
        {
            _core.Execute(command, now);
        }
    }

    private int Wait(long now)
    {
        long due = (_core.NextDueAt - now + GatherNanoseconds - 1) / GatherNanoseconds;
        int timeout = (int)Math.Clamp(due, 0, LongestWaitMs);
        if (timeout == 0)
        {
            return _poll.Wait(0);
        }

        // Parked first, looked second: whoever adds a command after the look sees the flag and wakes us.
        Interlocked.Exchange(ref _parked, 1);
        int ready = _poll.Wait(_commands.Count > 0 ? 0 : timeout);
        Volatile.Write(ref _parked, 0);
        return ready;
    }

    private void FillReserve(long now, int most)
    {
        for (int i = 0; i < most && _reserve.Count < _reservePairs && _ports.TryBindNext(now) is { } pair; i++)
        {
            _reserve.Add(pair);
        }
    }

    private void ReadCpu(long now)
    {
        if (now >= _cpuReadAt)
        {
            _cpuReadAt = now + CpuReadNanoseconds;
            Volatile.Write(ref Counters.CpuNanoseconds, NativeThread.CpuNanoseconds());
        }
    }
}
