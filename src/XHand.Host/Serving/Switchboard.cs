using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using XHand.Calls.Alarms;
using XHand.Calls.Facts;
using XHand.Calls.Identity;
using XHand.Calls.Live;
using XHand.Calls.SessionTimers;
using XHand.Calls.Tracing;
using XHand.Host.Commands;
using XHand.Host.Settings;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Loop.Journal;
using XHand.Media;
using XHand.Pbx;
using XHand.Pbx.Defence;
using XHand.Pbx.Trunks;
using XHand.Sip.Authentication;
using XHand.Sip.Transport;
using XHand.Site;

namespace XHand.Host.Serving;

/// <summary>The telephone side: switch loop, journal, SIP sockets, media and the exchange that joins them.</summary>
internal sealed class Switchboard : IDisposable
{
    /// <summary>Number of this node among those that share a database; there is one so far.</summary>
    private const ushort NodeNumber = 1;

    private static readonly TimeSpan _nonceLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _neverReached = TimeSpan.FromHours(1);
    private static readonly TimeSpan _lastAnswers = TimeSpan.FromMilliseconds(300);

    // Two round trips to an operator that challenges; one that is away is not waited for.
    private static readonly TimeSpan _unregisterLimit = TimeSpan.FromSeconds(2);

    private readonly SwitchLoop _loop;
    private readonly SipTransportHub _hub;
    private readonly MediaEngine _media;
    private readonly TrunkMetrics _trunkMetrics;
    private readonly LiveCallMetrics _callMetrics;
    private readonly CallTracing _tracing;
    private readonly Guid _node;

    private Switchboard(SwitchLoop loop, JournalWriter journal, SipTransportHub hub, MediaEngine media, Exchange exchange, CallTracing tracing, Guid node) =>
        (_loop, Journal, _hub, _media, Exchange, _trunkMetrics, _callMetrics, _tracing, _node) =
        (loop, journal, hub, media, exchange, new TrunkMetrics(exchange.Live), new LiveCallMetrics(exchange.Live), tracing, node);

    /// <summary>The loop.</summary>
    public ISwitchLoop Loop => _loop;

    /// <summary>The journal.</summary>
    public JournalWriter Journal { get; }

    /// <summary>The exchange.</summary>
    public Exchange Exchange { get; }

    /// <summary>The media loops.</summary>
    public IMediaEngine Media => _media;

    /// <summary>Stories of calls.</summary>
    public ICallTraces Traces => _tracing;

    /// <summary>The media loops' counts since the start. Any thread.</summary>
    public MediaMetrics ReadMediaMetrics() => _media.ReadMetrics();

    /// <summary>Runs a browser's WebSocket until it is closed; never throws. Any thread.</summary>
    public Task ServeWebSocketAsync(WebSocket socket, IPEndPoint local, IPEndPoint remote, bool isSecure) =>
        _hub.ServeWebSocketAsync(socket, local, remote, isSecure);

    /// <summary>
    /// Opens journal and ports; takes nothing from them before <see cref="TakeCallsAsync"/>. <see cref="CommandException"/> names what cannot be had.
    /// </summary>
    public static Switchboard Open(
        HostSettings settings, DataDirectory directory, SipTlsOptions tls, BlockBook blocks, SourceFilter filter, Guid node, NodeSecrets secrets, ISiteSource sites, IIdSource ids, IAlarmBoard alarms, ILoggerFactory logs)
    {
        SwitchLoop loop = new(new SwitchLoopOptions(), logs.CreateLogger<SwitchLoop>(), new LoopPoll());
        SipTransportHub hub = new(loop, TransportOptions(settings, tls, filter), logs.CreateLogger<SipTransportHub>());
        MediaEngine media = new(MediaSettingsOf(settings), loop, new SecretRandom(), logs.CreateLogger<MediaEngine>());
        try
        {
            Listen(hub, settings);

            JournalWriter journal = OpenJournal(settings, directory, node, loop, logs);
            CallTracing tracing = new(loop.Time, settings.Trace.Bytes, settings.Trace.Age);
            Exchange exchange = new(new ExchangeParts
            {
                Loop = loop,
                Transport = tracing.Around((ISipTransport)hub),
                Media = media,
                Sites = sites,
                Journal = tracing.Around(journal),
                Ids = ids,
                Random = new SecretRandom(),
                Identity = new IdentitySource(NodeNumber, journal.Incarnation, secrets.IdentityKey),
                Digest = new DigestServer(loop.Time, secrets.NonceKey, _nonceLifetime),
                Hosts = new DnsHostResolver(loop, settings.NameServers, new SecretRandom()),
                SessionTimers = SessionTimerSettings.Default with { Interval = settings.SessionTime },
                MediaAddress = flow => IPAddress.Parse(hub.SentBy(flow).Host),
                Alarms = alarms,
                Guard = new AttackGuard(settings.Defence, blocks, alarms, loop.Time),
                Logs = logs,
            });
            loop.Start();
            StartMedia(media, exchange);
            return new(loop, journal, hub, media, exchange, tracing, node);
        }
        catch (SipListenException e)
        {
            hub.Dispose();
            throw CommandException.Refused($"{e.Message} Settings {SettingName.SipAddress.Key} and {(e.Protocol == SipProtocol.Tls ? SettingName.SipTlsPort : SettingName.SipPort).Key} choose another.");
        }
    }

    /// <summary>Recovers what the process before left, then opens the door to phones.</summary>
    public async Task TakeCallsAsync(string version, CancellationToken cancellation)
    {
        bool done = await _loop.AskAsync(
            LoopLane.InDialog,
            "recover",
            () =>
            {
                List<JournalRecord> open = [.. Journal.Recovery.Streams.SelectMany(stream => stream.Records).OrderBy(record => record.Sequence)];
                (IReadOnlyList<CallRecord> calls, int contacts) = Exchange.Recover(open);
                Append(FactType.NodeStarted, FactCodec.Bytes(new NodeStarted(version, calls.Count, contacts), FactJson.Default.NodeStarted));
                return true;
            },
            false,
            cancellation);
        if (!done)
        {
            throw new InvalidOperationException("The switch loop refused its first turn.");
        }

        _hub.Start(_tracing.Around(Exchange.Receiver));
    }

    /// <summary>
    /// Refuses new calls, lets the live ones end until <paramref name="limit"/> or <paramref name="now"/>, ends the rest with BYE, and writes that the
    /// node stopped.
    /// </summary>
    public async Task DrainAsync(TimeSpan limit, CancellationToken now)
    {
        // At once: operators then send new calls elsewhere instead of to a system that refuses them.
        Task unregistered = Exchange.StopTrunksAsync();
        bool hadCalls = Exchange.Live.Calls().Count > 0;
        int ended = 0;
        Task drained = Exchange.Control.DrainAsync(limit + _neverReached);
        await Task.WhenAny(drained, Task.Delay(limit, now));
        if (!drained.IsCompleted)
        {
            ended = Exchange.Live.Calls().Count;
            await Exchange.Control.DrainAsync(TimeSpan.Zero);
        }

        if (hadCalls)
        {
            // The phones' answers to our BYEs: a phone that had to repeat its own would ring up a stopped system.
            await Task.Delay(_lastAnswers, CancellationToken.None);
        }

        await Task.WhenAny(unregistered, Task.Delay(_unregisterLimit, CancellationToken.None));
        await _loop.AskAsync(
            LoopLane.InDialog,
            "node-stopped",
            () => Append(FactType.NodeStopped, FactCodec.Bytes(new NodeStopped(ended), FactJson.Default.NodeStopped)),
            0UL,
            CancellationToken.None);
    }

    /// <summary>Closes the sockets, then media, loop and journal; what was written is on disk afterwards.</summary>
    public void Dispose()
    {
        _hub.Dispose();
        _trunkMetrics.Dispose();
        _callMetrics.Dispose();
        _media.Dispose();
        _loop.Dispose();
        Journal.Dispose();
    }

    private static void Listen(SipTransportHub hub, HostSettings settings)
    {
        foreach (IPAddress address in settings.SipAddresses)
        {
            hub.Listen(SipProtocol.Udp, new IPEndPoint(address, settings.SipPort));
            hub.Listen(SipProtocol.Tcp, new IPEndPoint(address, settings.SipPort));
            if (settings.SipTlsPort != 0)
            {
                hub.Listen(SipProtocol.Tls, new IPEndPoint(address, settings.SipTlsPort));
            }
        }
    }

    private static SipTransportOptions TransportOptions(HostSettings settings, SipTlsOptions tls, SourceFilter filter) =>
        new() { PublicAddresses = settings.PublicAddresses, LocalNetworks = settings.LocalNetworks, Tls = tls, Filter = filter };

    private static MediaSettings MediaSettingsOf(HostSettings settings) => new()
    {
        // Audio follows the address that its call came to, so with several its sockets are on all.
        Address = settings.SipAddresses is [var only] ? only : settings.SipAddresses.Any(a => a.AddressFamily == AddressFamily.InterNetworkV6) ? IPAddress.IPv6Any : IPAddress.Any,
        FirstPort = settings.MediaPorts.First,
        LastPort = settings.MediaPorts.Last,
        SoundsDirectory = SoundFiles.Folder,
    };

    private static JournalWriter OpenJournal(HostSettings settings, DataDirectory directory, Guid node, SwitchLoop loop, ILoggerFactory logs)
    {
        try
        {
            JournalOptions options = new()
            {
                Directory = directory.Journal,
                Node = node,
                SegmentBytes = settings.JournalSegmentBytes,
                MemoryLimit = settings.JournalMemoryFacts,
            };
            return JournalWriter.Open(options, loop, FactRetention.Of, logs.CreateLogger<JournalWriter>());
        }
        catch (Exception e) when (e is JournalInUseException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw CommandException.Refused($"The journal in {directory.Journal} cannot be opened: {e.Message}");
        }
    }

    private static void StartMedia(MediaEngine media, Exchange exchange)
    {
        try
        {
            media.Start(exchange.MediaEvents);
        }
        catch (InvalidOperationException e)
        {
            throw CommandException.Refused($"{e.Message} Setting {SettingName.MediaPorts.Key} chooses others.");
        }
    }

    private ulong Append(FactType type, byte[] payload) => Journal.Append(new JournalFact((ushort)type, 1, Guid.Empty, _node, 1, 0, payload));
}
