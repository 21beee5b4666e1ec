namespace XHand.Simulation;

/// <summary>Collects what should not be: the first of each kind in full, the others counted.</summary>
internal sealed class Findings
{
    private const int ShownOfAKind = 5;
    private readonly List<string> _kinds = [];
    private readonly Dictionary<string, List<string>> _byKind = new(StringComparer.Ordinal);

    /// <summary>All of them as text; empty when all is well.</summary>
    public IReadOnlyList<string> All => [.. _kinds.SelectMany(Show)];

    /// <summary>Adds one unless <paramref name="holds"/>.</summary>
    /// <param name="holds">The rule.</param>
    /// <param name="rule">The rule in words.</param>
    /// <param name="what">What broke it.</param>
    public void Expect(bool holds, string rule, Func<string> what)
    {
        if (holds)
        {
            return;
        }

        if (!_byKind.TryGetValue(rule, out List<string>? seen))
        {
            _byKind[rule] = seen = [];
            _kinds.Add(rule);
        }

        seen.Add(what());
    }

    private IEnumerable<string> Show(string rule)
    {
        List<string> seen = _byKind[rule];
        foreach (string what in seen.Take(ShownOfAKind))
        {
            yield return $"{rule}: {what}";
        }

        if (seen.Count > ShownOfAKind)
        {
            yield return $"{rule}: {seen.Count - ShownOfAKind} more";
        }
    }
}
