using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Site;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Trunks;

/// <summary>Ana (1700) with every class, two operators with a trunk each, and a route over both for every number outside.</summary>
internal sealed class TrunkScene
{
    public const string First = "10.9.0.1";
    public const string Second = "10.9.0.2";

    public TrunkScene(Func<Trunk, Trunk>? first = null, Func<Trunk, Trunk>? second = null, Func<Route, Route>? route = null)
    {
        Exchange = new VirtualExchange();
        Exchange.AddExtension("1700", "Ana", extension => extension with { ClassOfService = new HashSet<CallClass>(Enum.GetValues<CallClass>()) });
        Exchange.AddExtension("1701", "Bia");
        Operator = new VirtualOperator(Exchange, First);
        Other = new VirtualOperator(Exchange, Second);
        Exchange.AddTrunk((first ?? (trunk => trunk))(Trunk("alfa", First, 1)));
        Exchange.AddTrunk((second ?? (trunk => trunk))(Trunk("beta", Second, 2)));
        Route all = new() { Id = new Guid(1, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0), Name = "all", Pattern = "X.", Trunks = ["alfa", "beta"] };
        Exchange.AddRoute((route ?? (one => one))(all));
        Ana = Exchange.RegisteredPhone("1700");
        Bia = Exchange.RegisteredPhone("1701");
        Run(0.2);
    }

    public VirtualExchange Exchange { get; }

    public VirtualOperator Operator { get; }

    public VirtualOperator Other { get; }

    public VirtualPhone Ana { get; }

    public VirtualPhone Bia { get; }

    public static Trunk Trunk(string name, string host, uint id) => new() { Id = new Guid(id, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0), Name = name, Host = host };

    public TrunkStatus View(string name) => Exchange.Exchange.Live.Trunks().Single(trunk => trunk.Name == name);

    public void Run(double seconds) => Exchange.Loop.Advance(TimeSpan.FromSeconds(seconds));

    public void Until(Func<bool> done, double seconds = 10) =>
        Assert.True(Exchange.Loop.RunUntil(done, TimeSpan.FromSeconds(seconds)), "It did not happen in time.");

    /// <summary>Ana calls over the first trunk and talks.</summary>
    public (VirtualCall Ana, VirtualCall Far) Talk(string number = "36521777")
    {
        Operator.Line.OnIncoming = call => { call.Ring(); call.Answer(); };
        int before = Operator.Line.Incoming.Count;
        VirtualCall ana = Ana.Call(number);
        Until(() => ana.IsTalking && Operator.Line.Incoming.Count > before && Operator.Line.LastIncoming.AcksReceived > 0);
        Run(0.1);
        return (ana, Operator.Line.LastIncoming);
    }

    /// <summary>Waits for the records, and for everything to be given back.</summary>
    public CallRecord End(int records = 1)
    {
        Until(() => Exchange.Records.Count >= records, 300);
        foreach (Trunk trunk in Exchange.Sites.Current.Default.Trunks.Values.Where(trunk => trunk is { Register: false, CheckSeconds: > 0 }))
        {
            // Checks would go on, and look like what was left behind.
            Exchange.AddTrunk(trunk with { CheckSeconds = 0 });
        }

        Assert.Empty(Exchange.Leaks());
        Assert.Equal(records, Exchange.Records.Count);
        return Exchange.Records[^1];
    }
}
