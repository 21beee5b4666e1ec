namespace XHand.Judge.Runs;

/// <summary>What a run found; nothing found is a pass.</summary>
internal sealed class Verdict(TextWriter output)
{
    private const int MostShown = 200;
    private readonly List<string> _findings = [];

    /// <summary>Everything found.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Nothing was found.</summary>
    public bool IsPass => _findings.Count == 0;

    /// <summary>Notes a finding.</summary>
    public void Fail(string finding) => _findings.Add(finding);

    /// <summary>Notes a finding unless <paramref name="holds"/>.</summary>
    public void Must(bool holds, string finding)
    {
        if (!holds)
        {
            _findings.Add(finding);
        }
    }

    /// <summary>Prints a line.</summary>
    public void Say(string line) => output.WriteLine(line);

    /// <summary>Prints findings and PASS or FAIL; the exit status.</summary>
    public int Conclude(string name)
    {
        foreach (string finding in _findings.Take(MostShown))
        {
            output.WriteLine("  ! " + finding);
        }

        if (_findings.Count > MostShown)
        {
            output.WriteLine($"  ! and {_findings.Count - MostShown} more");
        }

        output.WriteLine($"{name}: {(IsPass ? "PASS" : $"FAIL, {_findings.Count} findings")}");
        output.Flush();
        return IsPass ? 0 : 1;
    }
}
