using System.Net;
using XHand.Calls.Facts;
using XHand.Calls.Live;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Loop.Journal;
using XHand.Sip.Messages;
using XHand.Sip.Transport;

namespace XHand.Pbx.Registration;

/// <summary>
/// The phones that are registered. Each change is a fact, so that a restart takes them over; each binding ends by a timer of its own. Loop thread
/// only.
/// </summary>
public sealed class BindingTable(ISwitchLoop loop, FactWriter facts, IIdSource ids, LiveRegistrations live, Action<SipFlow, SipFlow>? moved = null)
{
    private readonly Dictionary<(Guid Company, string Number), List<Binding>> _byNumber = [];
    private readonly BoundConnections _connections = new(moved);
    private ulong _lastFact;

    /// <summary>Bindings now.</summary>
    public int Count { get; private set; }

    /// <summary>Called when an extension gets its first phone or loses its last, for who watches it; set once when the exchange is composed.</summary>
    public Action<Guid, string>? Changed { get; set; }

    /// <summary>The bindings of an extension, oldest first.</summary>
    public IReadOnlyList<Binding> Of(Guid company, string number) =>
        _byNumber.TryGetValue((company, number), out List<Binding>? bindings) ? bindings : [];

    /// <summary>True when a phone is registered from that address.</summary>
    public bool HasPhoneAt(IPAddress address) => _connections.HasPhoneAt(address);

    /// <summary>True when a phone of that extension is registered by this very flow.</summary>
    public bool IsRegisteredBy(SipFlow flow, Guid company, string number)
    {
        foreach (Binding binding in Of(company, number))
        {
            if (binding.Flow.Protocol == flow.Protocol && binding.Flow.Remote.Equals(flow.Remote))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whole seconds that it still lasts, at least 1.</summary>
    public long SecondsLeft(Binding binding)
    {
        long ticks = binding.ExpiresTimestamp - loop.Time.GetTimestamp();
        return Math.Max(1, (long)Math.Ceiling(ticks / (double)loop.Time.TimestampFrequency));
    }

    /// <summary>Binds a contact, or refreshes <paramref name="existing"/> with it.</summary>
    public void Bind(Guid company, string number, Binding? existing, ContactChange change)
    {
        Binding binding = existing ?? Add(new Binding
        {
            Id = ids.NewId(),
            Company = company,
            Number = number,
            RegisteredAt = loop.Time.GetUtcNow(),
            Contact = change.Contact,
            Flow = change.Flow,
            CallId = change.CallId,
        });
        binding.Contact = change.Contact;
        binding.Instance = change.Instance;
        binding.RegId = change.RegId;
        _connections.Move(binding, change.Flow);
        binding.CallId = change.CallId;
        binding.CSeq = change.CSeq;
        binding.UserAgent = change.UserAgent;
        binding.ExpiresAt = loop.Time.GetUtcNow() + change.Lifetime;
        Arm(binding, change.Lifetime);
        Write(binding, FactType.ContactBound, FactCodec.Bytes(FactOf(binding), FactJson.Default.ContactBound));
        Publish(binding);
    }

    /// <summary>Calls <paramref name="done"/> in a later turn, once the last change of a binding is in the journal's file.</summary>
    public void WhenWritten(Action done) => facts.WhenWritten(_lastFact, done);

    /// <summary>Takes a binding away; <paramref name="reason"/> as in <see cref="ContactUnbound"/>.</summary>
    public void Unbind(Binding binding, string reason)
    {
        binding.Timer?.Dispose();
        (Guid, string) key = (binding.Company, binding.Number);
        if (!_byNumber.TryGetValue(key, out List<Binding>? bindings) || !bindings.Remove(binding))
        {
            return;
        }

        if (bindings.Count == 0)
        {
            _byNumber.Remove(key);
            Changed?.Invoke(binding.Company, binding.Number);
        }

        Count--;
        _connections.Remove(binding);
        PbxMetrics.BindingsChanged(-1);
        live.Remove(binding.Id);
        Write(binding, FactType.ContactUnbound, FactCodec.Bytes(
            new ContactUnbound(binding.Number, binding.Contact.ToString(), reason), FactJson.Default.ContactUnbound));
    }

    /// <summary>
    /// A connection has gone: phones that are reached by it alone are no longer registered; one for which <paramref name="otherWay"/> finds another way is
    /// called by that from now on.
    /// </summary>
    public void OnConnectionLost(SipFlow flow, Func<Binding, SipFlow?> otherWay)
    {
        foreach (Binding binding in _connections.On(flow))
        {
            if (otherWay(binding) is { } other)
            {
                _connections.Move(binding, other);
                Publish(binding);
            }
            else
            {
                _connections.Lose(binding);
                Unbind(binding, "connectionLost");
            }
        }
    }

    /// <summary>Takes all bindings of an extension away.</summary>
    public void UnbindAll(Guid company, string number, string reason)
    {
        foreach (Binding binding in Of(company, number).ToArray())
        {
            Unbind(binding, reason);
        }
    }

    /// <summary>
    /// Takes over what an earlier process had bound: phones on UDP can be called at once, those on streams when they come back, since
    /// their connection is gone. Returns how many.
    /// </summary>
    public int Restore(IReadOnlyCollection<JournalRecord> recovered)
    {
        int restored = 0;
        DateTimeOffset now = loop.Time.GetUtcNow();
        JournalRecord? last = recovered.MaxBy(record => record.Sequence);
        foreach (JournalRecord record in Latest(recovered))
        {
            if (FactCodec.Read(record.Fact, FactJson.Default.ContactBound) is { } fact && TryRead(record, fact) is { } binding)
            {
                TimeSpan left = fact.ExpiresAt - record.Utc - AgeOf(record, last!, now);
                binding.ExpiresAt = now + left;
                Add(binding);
                if (left <= TimeSpan.Zero)
                {
                    Unbind(binding, "expired");
                    continue;
                }

                Arm(binding, left);
                Publish(binding);
                restored++;
            }
        }

        return restored;
    }

    // As far as the process that bound it lived, by its monotonic clock: a wall clock that was set meanwhile costs no phone its place (R7). The wall
    // clock counts only the time from the last fact to now.
    private static TimeSpan AgeOf(JournalRecord bound, JournalRecord last, DateTimeOffset now)
    {
        TimeSpan lived = bound.Incarnation == last.Incarnation ? new TimeSpan(last.MonotonicTicks - bound.MonotonicTicks) : last.Utc - bound.Utc;
        TimeSpan since = now - last.Utc;
        return (lived > TimeSpan.Zero ? lived : TimeSpan.Zero) + (since > TimeSpan.Zero ? since : TimeSpan.Zero);
    }

    // The last fact of each stream, in the order of the streams' first.
    private static List<JournalRecord> Latest(IEnumerable<JournalRecord> recovered)
    {
        List<JournalRecord> latest = [];
        Dictionary<Guid, int> at = [];
        foreach (JournalRecord record in recovered)
        {
            if ((FactType)record.Fact.Type is not (FactType.ContactBound or FactType.ContactUnbound))
            {
                continue;
            }

            if (at.TryGetValue(record.Fact.Stream, out int index))
            {
                latest[index] = record;
            }
            else
            {
                at.Add(record.Fact.Stream, latest.Count);
                latest.Add(record);
            }
        }

        latest.RemoveAll(record => (FactType)record.Fact.Type == FactType.ContactUnbound);
        return latest;
    }

    private static Binding? TryRead(JournalRecord record, ContactBound fact) =>
        SipUri.TryParse(fact.Contact, out SipUri contact)
        && IPEndPoint.TryParse(fact.Local, out IPEndPoint? local)
        && IPEndPoint.TryParse(fact.Source, out IPEndPoint? source)
        && Enum.TryParse(fact.Protocol, ignoreCase: true, out SipProtocol protocol)
            ? new Binding
            {
                Id = record.Fact.Stream,
                Company = record.Fact.Company,
                Number = fact.Number,
                RegisteredAt = fact.RegisteredAt,
                Contact = contact,
                Instance = fact.Instance,
                RegId = fact.RegId,
                Flow = new SipFlow(protocol, local, source),
                CallId = fact.CallId,
                CSeq = fact.CSeq,
                UserAgent = fact.UserAgent,
                ExpiresAt = fact.ExpiresAt,
                FactVersion = record.Fact.StreamVersion,
                LastFact = record.Sequence,
            }
            : null;

    private static ContactBound FactOf(Binding binding) => new(
        binding.Number,
        binding.Contact.ToString(),
        binding.Instance,
        binding.CallId,
        binding.CSeq,
        binding.Flow.Protocol.LowerName(),
        binding.Flow.Local.ToString(),
        binding.Flow.Remote.ToString(),
        binding.UserAgent,
        binding.RegisteredAt,
        binding.ExpiresAt) { RegId = binding.RegId };

    private Binding Add(Binding binding)
    {
        (Guid, string) key = (binding.Company, binding.Number);
        if (!_byNumber.TryGetValue(key, out List<Binding>? bindings))
        {
            bindings = [];
            _byNumber.Add(key, bindings);
        }

        bindings.Add(binding);
        _connections.Add(binding);
        Count++;
        PbxMetrics.BindingsChanged(1);
        if (bindings.Count == 1)
        {
            Changed?.Invoke(binding.Company, binding.Number);
        }

        return binding;
    }

    private void Arm(Binding binding, TimeSpan lifetime)
    {
        binding.ExpiresTimestamp = loop.Time.GetTimestamp() + (long)(lifetime.TotalSeconds * loop.Time.TimestampFrequency);
        if (binding.Timer is { } timer)
        {
            timer.Rearm(lifetime);
        }
        else
        {
            binding.Timer = loop.StartTimer(lifetime, "binding-expiry", () => Unbind(binding, "expired"));
        }
    }

    private void Write(Binding binding, FactType type, byte[] payload)
    {
        binding.LastFact = facts.Write(
            new JournalFact((ushort)type, 1, binding.Company, binding.Id, ++binding.FactVersion, binding.LastFact, payload));
        _lastFact = binding.LastFact;
    }

    private void Publish(Binding binding) => live.Publish(binding.Id, new RegistrationView(
        binding.Company,
        binding.Number,
        binding.Contact.ToString(),
        binding.Flow.Remote.ToString(),
        binding.Flow.Protocol.LowerName(),
        binding.UserAgent,
        binding.RegisteredAt,
        binding.ExpiresAt));
}
