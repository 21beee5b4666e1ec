namespace XHand.Fuzz;

/// <summary>What a target says when something is not as it must be.</summary>
internal static class FuzzAssert
{
    /// <summary>Throws with <paramref name="what"/> unless it holds.</summary>
    public static void Holds(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
