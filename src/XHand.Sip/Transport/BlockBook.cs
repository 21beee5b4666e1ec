using System.Net;

namespace XHand.Sip.Transport;

/// <summary>
/// Who is blocked, and why: people list, add and remove here, and the guard adds. Keeps the filter of the sockets as it says. Bounded: beyond
/// <see cref="MaxBlocks"/> the oldest that ends makes room. Any thread.
/// </summary>
public sealed class BlockBook(SourceFilter filter, TimeProvider time)
{
    /// <summary>Blocks held at once.</summary>
    public const int MaxBlocks = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Network, string? User), Block> _blocks = [];
    private readonly Queue<(string Network, string? User)> _order = new();

    /// <summary>Runs after each change, on whichever thread made it, with the block that came (true) or went (false). Must not wait.</summary>
    public Action<Block, bool>? Changed { get; set; }

    /// <summary>Those in force, the newest first.</summary>
    public IReadOnlyList<Block> List()
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            return [.. _blocks.Values.Where(block => !IsOver(block, now)).OrderByDescending(block => block.Since).ThenBy(block => block.Network, StringComparer.Ordinal)];
        }
    }

    /// <summary>True when this user is blocked from that address.</summary>
    public bool Has(IPAddress source, string user)
    {
        lock (_gate)
        {
            return _blocks.Count > 0 && _blocks.TryGetValue((source.ToString(), user), out Block? block) && !IsOver(block, time.GetUtcNow());
        }
    }

    /// <summary>Takes over what an earlier process knew.</summary>
    public void Restore(IEnumerable<Block> blocks)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (Block block in blocks.Where(block => !IsOver(block, now) && Block.TryNetwork(block.Network) is not null).Take(MaxBlocks))
        {
            Put(block);
        }
    }

    /// <summary>Blocks; another one of the same network and user is replaced. The network must be one (<see cref="Block.TryNetwork"/>).</summary>
    public void Add(Block block)
    {
        Put(block);
        Changed?.Invoke(block, true);
    }

    /// <summary>Unblocks a network, with the users who are blocked from it; false when nothing was blocked by that name.</summary>
    public bool Remove(string network)
    {
        List<Block> gone;
        lock (_gate)
        {
            gone = [.. _blocks.Values.Where(block => block.Network == network)];
            foreach (Block block in gone)
            {
                Take(block);
            }
        }

        foreach (Block block in gone)
        {
            Changed?.Invoke(block, false);
        }

        return gone.Count > 0;
    }

    /// <summary>Forgets what is over; from time to time.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            foreach (Block over in _blocks.Values.Where(block => IsOver(block, now)).ToArray())
            {
                Take(over);
            }

            if (_order.Count > 2 * MaxBlocks)
            {
                (string, string?)[] left = [.. _order.Where(_blocks.ContainsKey).Distinct()];
                _order.Clear();
                Array.ForEach(left, _order.Enqueue);
            }
        }

        filter.Forget();
    }

    private static bool IsOver(Block block, DateTimeOffset now) => block.Until <= now;

    private void Put(Block block)
    {
        IPNetwork network = Block.TryNetwork(block.Network)!.Value;
        lock (_gate)
        {
            (string, string?) key = (block.Network, block.User);
            if (!_blocks.ContainsKey(key))
            {
                if (_blocks.Count >= MaxBlocks && !TryMakeRoom())
                {
                    return;
                }

                _order.Enqueue(key);
            }

            _blocks[key] = block;
            if (block.User is not null)
            {
                return;
            }

            if (IsWhole(network) && block.Until is { } until)
            {
                filter.Block(network.BaseAddress, until - time.GetUtcNow());
            }
            else
            {
                ShowNetworks();
            }
        }
    }

    // In the order in which they came, so that its cost does not grow with what is blocked; what is blocked for good stays.
    private bool TryMakeRoom()
    {
        while (_order.TryDequeue(out (string, string?) oldest))
        {
            if (_blocks.TryGetValue(oldest, out Block? block) && block.Until is not null)
            {
                Take(block);
                return true;
            }
        }

        return false;
    }

    private void Take(Block block)
    {
        _blocks.Remove((block.Network, block.User));
        if (block.User is not null || Block.TryNetwork(block.Network) is not { } network)
        {
            return;
        }

        if (IsWhole(network) && block.Until is not null)
        {
            filter.Unblock(network.BaseAddress);
        }
        else
        {
            ShowNetworks();
        }
    }

    private void ShowNetworks() => filter.BlockNetworks(
        _blocks.Values.Where(block => block.User is null).Select(block => (block.Until, Network: Block.TryNetwork(block.Network)!.Value))
            .Where(block => block.Until is null || !IsWhole(block.Network)).Select(block => block.Network));

    private static bool IsWhole(IPNetwork network) => network.PrefixLength == network.BaseAddress.GetAddressBytes().Length * 8;
}
