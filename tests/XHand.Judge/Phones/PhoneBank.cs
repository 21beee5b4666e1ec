using System.Net;
using XHand.Load;

namespace XHand.Judge.Phones;

/// <summary>
/// The phones of a town on one socket: they call each other at random and keep their own account of every call. A thread of their own; every member may
/// be used from any other.
/// </summary>
internal sealed class PhoneBank : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PhoneWire _wire;
    private readonly PhoneLedger _ledger;
    private readonly CallingPhones _callers;
    private readonly CalledPhones _callees;
    private readonly TrafficShape _shape;
    private readonly Random _random;
    private readonly Queue<string> _freeCallers;
    private readonly Queue<string> _freeCallees;
    private readonly Thread _thread;
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private volatile bool _stop;
    private TimeSpan? _nextCall;
    private int _made;

    /// <summary>Begins to listen; nobody calls yet.</summary>
    public PhoneBank(int sipPort, TrafficShape shape, int seed)
    {
        _shape = shape;
        _random = new Random(seed);
        _wire = new PhoneWire(new IPEndPoint(IPAddress.Loopback, sipPort));
        _ledger = new PhoneLedger(_wire) { OnFree = Free };
        _callers = new CallingPhones(_wire, _ledger);
        _callees = new CalledPhones(_wire, _ledger);
        _freeCallers = new(Numbers(shape.FirstExtension, shape.Callers));
        _freeCallees = new(CalledNumbers);
        _thread = new Thread(Run) { Name = "phones", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Extensions that register.</summary>
    public IEnumerable<string> CalledNumbers => Numbers(_shape.FirstExtension + _shape.Callers, _shape.Callees);

    /// <summary>Life of the daemon, from 1.</summary>
    public int Round { get; set; } = 1;

    /// <summary>Answered calls that live.</summary>
    public int Talking => Locked(() => _ledger.Talking);

    /// <summary>Calls that are not over.</summary>
    public int Live => Locked(() => _ledger.Live);

    /// <summary>Phones registered.</summary>
    public int Registered => Locked(() => _callees.Registered);

    /// <summary>Now, by the phones' clock.</summary>
    public TimeSpan Now => _wire.Now;

    /// <summary>All calls; look only when nothing moves.</summary>
    public IReadOnlyList<JudgedCall> Calls => Locked(() => _ledger.Calls.ToArray());

    /// <summary>Calls that a phone was offered and nobody made, or made any more.</summary>
    public int Strange => Locked(() => _ledger.Strange);

    /// <summary>What should not have been.</summary>
    public IReadOnlyList<string> Findings => Locked(() => _ledger.Findings.ToArray());

    /// <summary>Answers to requests of dead calls, by status.</summary>
    public IReadOnlyDictionary<int, int> DeadAnswers => Locked(() => _ledger.DeadAnswers.ToDictionary());

    /// <summary>Registers the called phones, once.</summary>
    public void RegisterAll() => Locked(() =>
    {
        foreach (string number in CalledNumbers)
        {
            _callees.Register(number);
        }

        return true;
    });

    /// <summary>Calls begin at the shape's rate, or cease to.</summary>
    public void Flow(bool on) => Locked(() => _nextCall = on ? _wire.Now : null);

    /// <summary>Calls <paramref name="at"/> on the phones' thread, once, when the moment is reached next.</summary>
    public void When(KillMoment moment, Action at) => Locked(() => _ledger.OnMoment = reached =>
    {
        if (reached == moment)
        {
            _ledger.OnMoment = null;
            at();
        }
    });

    /// <summary>The daemon died; how many answered calls it cut.</summary>
    public int Cut() => Locked(() =>
    {
        _ledger.OnMoment = null;
        _nextCall = null;
        return _ledger.Cut();
    });

    /// <summary>The phones go on with the calls that died.</summary>
    public void AskDead() => Locked(() =>
    {
        _ledger.AskAllDead(_callees.PickUp);
        return true;
    });

    /// <summary>Every call that is up is hung up.</summary>
    public void HangUpAll() => Locked(() =>
    {
        foreach (PhoneDialog dialog in _ledger.OpenDialogs.Where(d => d is { IsUp: true, IsDead: false } && d.IsCaller != d.Call.CalleeHangsUp && d.Call.AnsweredAt is not null).ToArray())
        {
            _ledger.HangUp(dialog);
        }

        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop = true;
        _thread.Join();
        _wire.Dispose();
    }

    private static IEnumerable<string> Numbers(int first, int count) => Enumerable.Range(first, count).Select(n => $"{n}");

    private T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }

    private void Run()
    {
        while (!_stop)
        {
            string? message = _wire.Receive();
            lock (_gate)
            {
                for (int taken = 0; message is not null && taken < 100; taken++)
                {
                    Take(message);
                    message = taken < 99 ? _wire.Receive() : null;
                }

                _wire.RunTimers();
                StartCalls();
            }
        }
    }

    private void Take(string message)
    {
        string id = Wire.Header(message, "Call-ID");
        PhoneDialog? dialog = _ledger.FindDialog(id);
        if (message.StartsWith("SIP/2.0", StringComparison.Ordinal))
        {
            int status = Wire.Status(message);
            switch (Wire.Header(message, "CSeq").Split(' ')[^1])
            {
                case "REGISTER":
                    _callees.OnRegistered(status, message);
                    break;
                case "INVITE" when dialog is not null:
                    _callers.OnResponse(dialog, status, message);
                    break;
                case "BYE" when dialog is not null:
                    _ledger.OnByeAnswered(dialog, status, message);
                    break;
            }

            return;
        }

        switch (message[..message.IndexOf(' ', StringComparison.Ordinal)])
        {
            case "INVITE":
                _callees.OnInvite(message);
                break;
            case "ACK" when dialog is not null:
                _callees.OnAck(dialog);
                break;
            case "CANCEL" when dialog is not null:
                _callees.OnCancel(dialog, message);
                break;
            case "BYE" when dialog is not null:
                _ledger.OnBye(dialog, message);
                break;
            case "ACK":
                break;
            default:
                _wire.Send(_wire.Response(message, "481 Call/Transaction Does Not Exist", "x"));
                break;
        }
    }

    private void StartCalls()
    {
        while (_nextCall is { } due && due <= _wire.Now && _freeCallers.Count > 0 && _freeCallees.Count > 0)
        {
            _nextCall = due + TimeSpan.FromSeconds(1 / _shape.Rate);
            double dice = _random.NextDouble();
            CallFate fate = dice < _shape.Unanswered / 2 ? CallFate.Busy : dice < _shape.Unanswered ? CallFate.GivenUp
                : dice < _shape.Unanswered + 0.1 ? CallFate.AnswerAtOnce : CallFate.Answer;
            JudgedCall call = new($"{_run}-{++_made}", _freeCallers.Dequeue(), _freeCallees.Dequeue(), fate, Round)
            {
                CalleeHangsUp = _random.Next(2) == 0,
                Ring = _random.NextDouble() * _shape.Ring,
                Talk = TimeSpan.FromMilliseconds(20) + (-Math.Log(1 - _random.NextDouble()) * _shape.Talk),
            };
            _ledger.Add(call);
            _callers.Call(call);
        }
    }

    private void Free(JudgedCall call)
    {
        _freeCallers.Enqueue(call.From);
        _freeCallees.Enqueue(call.To);
    }
}
