namespace XHand.Loop.Ids;

/// <summary>
/// A source of random bytes, a parameter like time is. Production has two: a secret one for tags, tokens and keys, and a
/// seeded one for what merely varies; a simulation seeds both.
/// </summary>
public interface IRandomSource
{
    /// <summary>Fills <paramref name="destination"/>. Any thread.</summary>
    void Fill(Span<byte> destination);
}
