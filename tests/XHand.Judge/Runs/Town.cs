using XHand.Judge.Phones;
using XHand.Judge.Rig;

namespace XHand.Judge.Runs;

/// <summary>A daemon with its phones, and the book that its records end up in.</summary>
internal sealed class Town : IAsyncDisposable
{
    private readonly TrafficShape _shape;

    private Town(JudgedDaemon daemon, PhoneBank phones, TrafficShape shape) =>
        (Daemon, Phones, Book, _shape) = (daemon, phones, new RecordBook(daemon.Data), shape);

    /// <summary>The daemon.</summary>
    public JudgedDaemon Daemon { get; }

    /// <summary>The phones.</summary>
    public PhoneBank Phones { get; }

    /// <summary>The records.</summary>
    public RecordBook Book { get; }

    /// <summary>Starts the daemon, gives it its site and registers the phones.</summary>
    public static async Task<Town> StartAsync(JudgedDaemon daemon, TrafficShape shape, int seed)
    {
        daemon.Launch();
        await daemon.ReadyAsync();
        await daemon.ApplyAsync(shape);
        PhoneBank phones = new(daemon.SipPort, shape, seed);
        phones.RegisterAll();
        await Until.TrueAsync(() => phones.Registered == shape.Callees, TimeSpan.FromSeconds(60), () => $"Only {phones.Registered} of {shape.Callees} phones could register.");
        return new(daemon, phones, shape);
    }

    /// <summary>Ends the traffic and waits until the last call is over.</summary>
    public Task QuietAsync()
    {
        Phones.Flow(false);
        return Until.TrueAsync(
            () =>
            {
                Phones.HangUpAll();
                return Phones.Live == 0;
            },
            TimeSpan.FromSeconds(90),
            () => $"{Phones.Live} calls did not end.");
    }

    /// <summary>The daemon is killed and started again; calls begin anew once it is ready.</summary>
    public async Task DieAsync()
    {
        Daemon.Kill();
        Phones.Cut();
        await Daemon.EndAsync(TimeSpan.FromSeconds(20));
        Daemon.Launch();
        Phones.Round++;
        Phones.AskDead();
        await FirstAnswer.WaitAsync(Daemon.SipPort, $"{_shape.FirstExtension}", Daemon.LaunchedAt);
        await Daemon.ReadyAsync();
        Phones.Flow(true);
    }

    /// <summary>Registered phones, and pairs of RTP ports in use; tells when it is not all phones.</summary>
    public async Task<(int Registrations, int Ports)> LookAsync(string when, Verdict verdict)
    {
        (int registrations, int ports) = await DaemonView.OfAsync(Daemon);
        verdict.Must(registrations == _shape.Callees, $"{when}: {registrations} of {_shape.Callees} phones are registered.");
        return (registrations, ports);
    }

    /// <summary>
    /// Holds the records against the account, waiting for them at most <paramref name="limits"/> says; how long that took. To be called when all is quiet.
    /// </summary>
    public async Task<TimeSpan> JudgeAsync(Limits limits, Verdict verdict)
    {
        IReadOnlyList<JudgedCall> calls = Phones.Calls;
        TimeSpan began = Phones.Now;
        IReadOnlyList<RecordLine> records = await RecordWait.CompleteAsync(Book, calls, limits.Records);
        TimeSpan took = Phones.Now - began;
        AccountCheck.Run(calls, records, limits, verdict);
        foreach (string finding in Phones.Findings)
        {
            verdict.Fail(finding);
        }

        verdict.Must(Phones.Strange <= Shed(limits), $"Phones were offered {Phones.Strange} calls that nobody made, or made any more.");
        FactCount facts = await Book.FactsAsync();
        verdict.Must(facts.Quarantined == 0, $"{facts.Quarantined} facts are in quarantine.");
        verdict.Must(facts.Events == facts.Distinct && facts.First == 1 && facts.Last == facts.Distinct, $"Facts have gaps or doubles: {facts}.");
        (_, int ports) = await LookAsync("At the end", verdict);
        verdict.Must(ports == 0, $"{ports} pairs of RTP ports are taken though no call lives.");
        verdict.Say(
            $"{calls.Count} calls, {AccountCheck.Answered(calls)} answered; {records.Count} records, {records.Count(r => r.Result == "crash")} of them \"crash\"; {facts.Events} facts, each once");
        return took;
    }

    /// <summary>Tells of calls that were refused or ended without a phone's doing.</summary>
    public void MustBeUndisturbed(Limits limits, Verdict verdict, bool mayRefuse = false)
    {
        int refused = Phones.Calls.Count(c => c.Refusal == 503);
        verdict.Must(refused == 0 || mayRefuse || limits.MayShed, $"{refused} calls were refused with 503.");
        int ended = Phones.Calls.Count(c => c.EndedBy == "system");
        verdict.Must(ended <= Shed(limits), $"{ended} calls were ended by nobody's doing.");
        int silent = Phones.Calls.Count(c => c is { AnsweredAt: null, Refusal: 0, CutAt: null });
        verdict.Must(silent == 0, $"{silent} calls were never answered in any way.");
    }

    // Of how many calls a copy may wander.
    private int Shed(Limits limits) => limits.MayShed ? Phones.Calls.Count(c => c.Refusal == 503) : 0;

    /// <summary>What the system added to the set-up of the calls begun between two moments, at a share of them.</summary>
    public TimeSpan SetUpAt(double share, TimeSpan from, TimeSpan to)
    {
        TimeSpan[] times = [.. Phones.Calls.Where(c => c.InvitedAt >= from && c.InvitedAt < to && c.SetUp is not null).Select(c => c.SetUp!.Value).Order()];
        return times.Length == 0 ? TimeSpan.Zero : times[Math.Min((int)(times.Length * share), times.Length - 1)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Phones.Dispose();
        await Daemon.DisposeAsync();
    }
}
