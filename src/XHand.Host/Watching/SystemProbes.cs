using XHand.Host.Serving;
using XHand.Host.Settings;
using XHand.Loop.Journal;

namespace XHand.Host.Watching;

/// <summary>The probes of a running daemon.</summary>
internal static class SystemProbes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IAlarmProbe> Of(
        HostSettings settings, DataDirectory directory, Switchboard switchboard, DatabaseLink database, LoopPulse pulse, WebFront web) =>
    [
        new DatabaseProbe(() => database.IsConnected || database.IsBeingMade, () => database.Lag, () => database.Quarantined),
        new JournalProbe(() => FiguresOf(switchboard.Journal)),
        DiskProbe.Of(directory.Root, settings.Keeping.DiskReserveBytes),
        new LoopProbe(() => pulse.Answers, pulse.TakeWorstWait),
        new MediaProbe(() => new(switchboard.ReadMediaMetrics().LateTicks, switchboard.Media.ReservedPairs, switchboard.Media.TotalPairs)),
        new ClockProbe(TimeProvider.System),
        new CertificateProbe(() => web.Certificate.EndsAt, TimeProvider.System),
    ];

    private static JournalFigures FiguresOf(JournalWriter journal) => new(journal.IsFailing, journal.FactsInMemory, journal.LateWaits, journal.FactsShed);
}
