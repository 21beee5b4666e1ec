namespace XHand.Site;

/// <summary>Gathers the problems of one file, up to a hundred: a person mends no more at a time.</summary>
internal sealed class SiteProblemList(string file)
{
    /// <summary>Most problems kept.</summary>
    public const int Limit = 100;

    private readonly List<SiteProblem> _problems = [];
    private readonly List<SiteProblem> _warnings = [];

    public IReadOnlyList<SiteProblem> Problems => _problems;

    public IReadOnlyList<SiteProblem> Warnings => _warnings;

    public bool Any => _problems.Count > 0;

    public void Add(SitePath path, Reason reason) => Add(_problems, path, reason);

    public void Warn(SitePath path, Reason reason) => Add(_warnings, path, reason);

    private void Add(List<SiteProblem> list, SitePath path, Reason reason)
    {
        if (list.Count < Limit - 1)
        {
            list.Add(new SiteProblem(file, path.ToString(), reason));
        }
        else if (list.Count == Limit - 1)
        {
            list.Add(new SiteProblem(file, "", SiteReasons.More.With()));
        }
    }
}
