namespace XHand.Media.Graph;

/// <summary>The legs that a media loop owns, by id and by the slot that the poll knows.</summary>
internal sealed class LegTable
{
    private readonly Dictionary<Guid, LegStream> _byId = [];
    private readonly List<LegStream> _all = [];
    private readonly List<LegStream?> _slots = [];
    private readonly Stack<int> _freeSlots = new();
    private readonly HashSet<uint> _sources = [];

    /// <summary>How many are open.</summary>
    public int Count => _all.Count;

    /// <summary>One of them, in no lasting order.</summary>
    public LegStream this[int index] => _all[index];

    /// <summary>The leg in <paramref name="slot"/>, or null when it was closed.</summary>
    public LegStream? InSlot(int slot) => _slots[slot];

    /// <summary>The leg if its generation is the given one, or older when <paramref name="orOlder"/>.</summary>
    public LegStream? Find(MediaLeg leg, bool orOlder) =>
        _byId.TryGetValue(leg.Id, out LegStream? found)
            && (found.Leg.Generation == leg.Generation || (orOlder && found.Leg.Generation < leg.Generation))
            ? found
            : null;

    /// <summary>Takes a leg in and gives it a free slot.</summary>
    public void Add(LegStream leg)
    {
        if (!_freeSlots.TryPop(out int slot))
        {
            slot = _slots.Count;
            _slots.Add(null);
        }

        leg.Slot = slot;
        leg.Index = _all.Count;
        _slots[slot] = leg;
        _all.Add(leg);
        _byId[leg.Leg.Id] = leg;
        _sources.Add(leg.Output.Ssrc);
    }

    /// <summary>Whether a stream of ours carries <paramref name="ssrc"/>: received, it is a loop (RFC 3550 8.2).</summary>
    public bool IsOurs(uint ssrc) => _sources.Contains(ssrc);

    /// <summary>Forgets a leg.</summary>
    public void Remove(LegStream leg)
    {
        if (_byId.TryGetValue(leg.Leg.Id, out LegStream? found) && ReferenceEquals(found, leg))
        {
            _byId.Remove(leg.Leg.Id);
        }

        _sources.Remove(leg.Output.Ssrc);
        _slots[leg.Slot] = null;
        _freeSlots.Push(leg.Slot);
        LegStream last = _all[^1];
        _all[leg.Index] = last;
        last.Index = leg.Index;
        _all.RemoveAt(_all.Count - 1);
    }
}
