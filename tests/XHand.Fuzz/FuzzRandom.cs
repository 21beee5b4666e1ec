namespace XHand.Fuzz;

/// <summary>A fast generator (SplitMix64) whose numbers a seed fixes for ever, so that a failure found tonight is found again tomorrow.</summary>
internal sealed class FuzzRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to <paramref name="below"/> - 1; 0 when that is not positive.</summary>
    public int Next(int below) => below <= 1 ? 0 : (int)(NextBits() % (ulong)below);

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
