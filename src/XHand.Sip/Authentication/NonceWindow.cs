namespace XHand.Sip.Authentication;

/// <summary>
/// Which nonces have been used and how far they have counted, so that credentials heard on the wire are worth nothing a second time. Bounded: what is
/// forgotten counts as used up, so forgetting costs a phone one more challenge and gives an attacker nothing. Only right credentials enter.
/// </summary>
internal sealed class NonceWindow(int capacity)
{
    private readonly Dictionary<DigestNonce, uint> _highest = [];
    private readonly Queue<DigestNonce> _order = new();
    private long _forgottenUntilMs = long.MinValue;

    /// <summary>Nonces remembered now.</summary>
    public int Count => _highest.Count;

    /// <summary>Notes the use of a nonce; false when it, or this count of it, was used before. Nonces issued before <paramref name="expiredMs"/> are dropped.</summary>
    public bool TryUse(DigestNonce nonce, uint count, long expiredMs)
    {
        while (_order.TryPeek(out DigestNonce oldest) && oldest.IssuedMs < expiredMs)
        {
            _highest.Remove(_order.Dequeue());
        }

        if (_highest.TryGetValue(nonce, out uint highest))
        {
            if (count <= highest)
            {
                return false;
            }

            _highest[nonce] = count;
            return true;
        }

        if (nonce.IssuedMs <= _forgottenUntilMs)
        {
            return false;
        }

        if (_highest.Count == capacity)
        {
            DigestNonce forgotten = _order.Dequeue();
            _highest.Remove(forgotten);
            _forgottenUntilMs = Math.Max(_forgottenUntilMs, forgotten.IssuedMs);
        }

        _highest.Add(nonce, count);
        _order.Enqueue(nonce);
        return true;
    }
}
