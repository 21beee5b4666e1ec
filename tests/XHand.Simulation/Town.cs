using XHand.Calls.Live;
using XHand.Loop;
using XHand.TestKit;

namespace XHand.Simulation;

/// <summary>The people around one exchange: who is free, who calls whom, and every phone's account of every call.</summary>
internal sealed class Town
{
    private readonly VirtualExchange _exchange;
    private readonly SimulationSettings _settings;
    private readonly ScriptWriter _scripts;
    private readonly List<SimulatedPhone> _phones = [];
    private readonly Dictionary<string, List<SimulatedPhone>> _byNumber = [];
    private readonly Dictionary<(string Caller, string Dialled), CallScript> _current = [];
    private readonly List<CallAccount> _accounts = [];
    private readonly List<CallAccount> _turnedAway = [];
    private readonly List<string> _numbers = [];
    private int _open;

    public Town(VirtualExchange exchange, SimulationSettings settings)
    {
        _exchange = exchange;
        _settings = settings;
        Chance = new Chance(settings.Seed ^ 0x7065_6F70_6C65);
        _scripts = new ScriptWriter(Chance);
    }

    /// <summary>The people's own chance.</summary>
    public Chance Chance { get; }

    /// <summary>Virtual wall clock.</summary>
    public DateTimeOffset Now => _exchange.Loop.Time.GetUtcNow();

    /// <summary>Every phone's account of every call, in the order they began.</summary>
    public IReadOnlyList<CallAccount> Accounts => _accounts;

    /// <summary>Accounts of phones that said 486 because they were in another call.</summary>
    public IReadOnlyList<CallAccount> TurnedAway => _turnedAway;

    /// <summary>The phones.</summary>
    public IReadOnlyList<SimulatedPhone> Phones => _phones;

    /// <summary>Calls placed so far.</summary>
    public int Placed { get; private set; }

    /// <summary>All calls have been placed and every phone is out of them.</summary>
    public bool IsDone => Placed == _settings.Calls && _open == 0;

    /// <summary>Calls that phones are in now, each counted at each phone.</summary>
    public int Open => _open;

    /// <summary>Runs <paramref name="work"/> later.</summary>
    public ILoopTimer After(TimeSpan time, string name, Action work) => _exchange.Loop.StartTimer(time, name, work);

    /// <summary>Builds the site and switches the phones on, over the first ten seconds.</summary>
    public void Settle()
    {
        int extensions = Math.Max(2, _settings.Phones * 12 / 13);
        for (int i = 0; i < extensions; i++)
        {
            _numbers.Add((20_000 + i).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        _exchange.AddExtensions(_numbers);
        _exchange.AddAnnouncement(ScriptWriter.Announcement, "closed");
        for (int i = 0; i < _settings.Phones; i++)
        {
            Add(_numbers[i % extensions]);
        }
    }

    /// <summary>Begins to place calls.</summary>
    public void OpenLines() => PlaceNext();

    /// <summary>Takes every registration back.</summary>
    public void SwitchOff()
    {
        foreach (SimulatedPhone phone in _phones.Where(phone => phone.IsAtHome))
        {
            After(Chance.Seconds(0, 10), "people.leave", phone.Leave);
        }
    }

    /// <summary>The script of the call that <paramref name="caller"/> is placing to <paramref name="dialled"/>; null when it has left it.</summary>
    public CallScript? ScriptOf(string? caller, string dialled) => _current.GetValueOrDefault((caller ?? "", dialled));

    /// <summary>True for the first of an extension's phones.</summary>
    public bool IsFirstPhone(SimulatedPhone phone) => _byNumber[phone.Number][0] == phone;

    /// <summary>A phone began a call.</summary>
    public void Opened(CallAccount account)
    {
        _open++;
        _accounts.Add(account);
    }

    /// <summary>A phone turned a call away.</summary>
    public void Turned(CallAccount account) => _turnedAway.Add(account);

    /// <summary>A phone is out of its call.</summary>
    public void Over(CallAccount account)
    {
        _open--;
        if (!account.Call.IsIncoming)
        {
            _current.Remove((account.Script!.Caller, account.Script.Dialled));
        }
    }

    /// <summary>Ends a conversation from both sides in this instant, or by an operator's command.</summary>
    public void EndTogether(CallAccount caller)
    {
        if (caller.Call.IsOver)
        {
            return;
        }

        CallScript script = caller.Script!;
        if (script.HangsUp == Ending.Operator)
        {
            HangUpByCommand(caller);
            return;
        }

        caller.Phone.HangUp(caller);
        foreach (SimulatedPhone phone in _byNumber.GetValueOrDefault(script.Dialled) ?? [])
        {
            if (phone.Current is { AnsweredAt: not null } account && account.Script == script)
            {
                phone.HangUp(account);
            }
        }
    }

    private void HangUpByCommand(CallAccount caller)
    {
        CallView? call = _exchange.Exchange.Live.Calls().FirstOrDefault(call => call.From == caller.Script!.Caller && call.Dialled == caller.Script.Dialled && call.State != "ending");
        if (call is not null)
        {
            caller.CommandedAt = Now;
            _ = _exchange.Exchange.Control.HangUpAsync(VirtualExchange.Company, call.CallId, CancellationToken.None);
        }
    }

    private void Add(string number)
    {
        VirtualPhone phone = _exchange.Phone(number);
        phone.Codecs = Chance.Below(100) switch
        {
            < 75 => [PhoneSdp.Pcma, PhoneSdp.Pcmu, PhoneSdp.Events],
            < 90 => [PhoneSdp.Pcmu, PhoneSdp.Pcma, PhoneSdp.Events],
            < 96 => [PhoneSdp.Pcma, PhoneSdp.Events],
            _ => [PhoneSdp.Pcmu],
        };
        SimulatedPhone simulated = new(this, phone);
        _phones.Add(simulated);
        if (!_byNumber.TryGetValue(number, out List<SimulatedPhone>? phones))
        {
            _byNumber[number] = phones = [];
        }

        phones.Add(simulated);
        TimeSpan arrives = Chance.Seconds(0, 10);
        // A few are never switched on.
        if (!Chance.Is(0.03))
        {
            After(arrives, "people.arrive", simulated.ComeHome);
        }
    }

    private void PlaceNext()
    {
        if (Placed == _settings.Calls)
        {
            return;
        }

        Place();
        After(Chance.Seconds(0, 2 / _settings.CallsPerSecond), "people.call", PlaceNext);
    }

    private void Place()
    {
        SimulatedPhone phone = _phones[Chance.Below(_phones.Count)];
        string callee = _numbers[Chance.Below(_numbers.Count)];
        CallScript script = _scripts.Next(phone.Number, callee);
        if (phone.Current is not null || script.Dialled == phone.Number || _current.ContainsKey((script.Caller, script.Dialled)))
        {
            return;
        }

        Placed++;
        _current.Add((script.Caller, script.Dialled), script);
        bool isReachable = _byNumber.TryGetValue(script.Dialled, out List<SimulatedPhone>? called) && called.Exists(other => other.IsRegistered);
        phone.Place(script, isReachable);
    }
}
