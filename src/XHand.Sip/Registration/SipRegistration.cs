using System.Buffers.Binary;
using System.Globalization;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Authentication;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Registration;

/// <summary>
/// Keeps one Contact bound at a registrar (RFC 3261 10.2): answers its challenge, refreshes in time, tries again after
/// failures. Loop thread only.
/// </summary>
public sealed class SipRegistration : IClientTransactionUser
{
    /// <summary>A registrar that challenges again and again gets no third answer (RELIABILITY.md S12).</summary>
    private const int MaxChallenges = 2;

    private readonly ISwitchLoop _loop;
    private readonly TransactionTable _table;
    private readonly DigestClient _digest;
    private readonly IRandomSource _random;
    private readonly SipRegistrationSettings _settings;
    private readonly Action<SipRegistration>? _changed;
    private readonly string _callId;
    private readonly string _fromTag;
    private readonly SipNameAddress _contact;
    private TimeSpan _askedFor;
    private uint _cseq;
    private int _challenges;
    private int _failures;
    private ClientTransaction? _current;
    private ILoopTimer? _next;

    /// <summary>Sends nothing before <see cref="Start"/>. <paramref name="changed"/> runs in a turn after each change of <see cref="State"/>.</summary>
    public SipRegistration(
        ISwitchLoop loop,
        TransactionTable table,
        ISipTransport transport,
        DigestClient digest,
        IRandomSource random,
        SipRegistrationSettings settings,
        Action<SipRegistration>? changed = null)
    {
        _loop = loop;
        _table = table;
        _digest = digest;
        _random = random;
        _settings = settings;
        _changed = changed;
        _askedFor = settings.Expires;
        _callId = Token();
        _fromTag = Token();
        (string host, int port) = transport.SentBy(settings.Flow);
        SipUri contact = SipUri.Sip(settings.ContactUser ?? settings.AddressOfRecord.User, host, port);
        if (settings.Flow.IsReliable)
        {
            contact = contact with { Parameters = contact.Parameters.With("transport", settings.Flow.Protocol.LowerName()) };
        }

        _contact = new SipNameAddress(null, contact, SipParameters.Empty);
    }

    /// <summary>Where it stands.</summary>
    public SipRegistrationState State { get; private set; }

    /// <summary>When the binding ends unless it is refreshed (UTC); meaningful while registered.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Final status of the last REGISTER, 408 or 503 when it was not answered, 0 before.</summary>
    public int LastStatus { get; private set; }

    /// <summary>What went wrong last, for the operator; null when nothing did.</summary>
    public string? LastError { get; private set; }

    /// <summary>Our Contact.</summary>
    public SipUri Contact => _contact.Uri;

    /// <summary>Registers, now and from then on.</summary>
    public void Start()
    {
        if (State is SipRegistrationState.Idle or SipRegistrationState.Stopped)
        {
            Become(SipRegistrationState.Registering);
            Register();
        }
    }

    /// <summary>Takes the binding back; a registration that is not bound just ends.</summary>
    public void Stop()
    {
        _next?.Dispose();
        _current = null;
        if (State is SipRegistrationState.Registered or SipRegistrationState.Registering)
        {
            Become(SipRegistrationState.Unregistering);
            _challenges = 0;
            Send(null);
        }
        else if (State is not (SipRegistrationState.Unregistering or SipRegistrationState.Idle))
        {
            Become(SipRegistrationState.Stopped);
        }
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (transaction != _current || response.StatusCode < 200)
        {
            return;
        }

        _current = null;
        LastStatus = response.StatusCode;
        switch (response.StatusCode)
        {
            case < 300 when State == SipRegistrationState.Unregistering:
                Become(SipRegistrationState.Stopped);
                break;
            case < 300:
                Bound(response);
                break;
            case 401 or 407:
                AnswerChallenge(response);
                break;
            case 423 when response.Number(SipHeader.MinExpires) is { } seconds && TimeSpan.FromSeconds(seconds) > _askedFor:
                // RFC 3261 10.2.8: once longer, and then as usual.
                _askedFor = TimeSpan.FromSeconds(seconds);
                Send(null);
                break;
            default:
                Failed(response.StatusCode, string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode} {response.ReasonPhrase}"), response.Number(SipHeader.RetryAfter));
                break;
        }
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, int statusCode, string reason)
    {
        if (transaction == _current)
        {
            _current = null;
            Failed(statusCode, reason, null);
        }
    }

    private void Register()
    {
        _challenges = 0;
        Send(null);
    }

    private void Send((string Name, string Value)? credentials)
    {
        SipNameAddress aor = new(null, _settings.AddressOfRecord, SipParameters.Empty);
        OutgoingRequest register = new(SipMethod.Register, _settings.Registrar, aor.WithTag(_fromTag), aor, _callId, ++_cseq);
        register.Add("Contact", _contact.ToString());
        long seconds = State == SipRegistrationState.Unregistering ? 0 : (long)_askedFor.TotalSeconds;
        register.Add("Expires", seconds.ToString(CultureInfo.InvariantCulture));
        if (credentials is { } header)
        {
            register.Add(header.Name, header.Value);
        }

        _current = _table.Send(register, _settings.Flow, this);
    }

    private void AnswerChallenge(SipResponse challenge)
    {
        if (++_challenges > MaxChallenges)
        {
            Failed(challenge.StatusCode, "the registrar does not accept the user or password", null);
        }
        else if (_digest.Answer(challenge, SipMethod.Register, _settings.Registrar, _settings.User, _settings.Password) is { } credentials)
        {
            Send(credentials);
        }
        else
        {
            Failed(challenge.StatusCode, "the registrar's challenge is none that can be answered", null);
        }
    }

    private void Bound(SipResponse response)
    {
        TimeSpan granted = GrantedBy(response);
        _failures = 0;
        LastError = null;
        ExpiresAt = _loop.Time.GetUtcNow() + granted;
        ScheduleRegister(granted * (0.75 + (0.15 * Fraction())));
        Become(SipRegistrationState.Registered);
    }

    // RFC 3261 10.2.4: what counts is the expires of our own Contact in the answer, then the Expires header.
    private TimeSpan GrantedBy(SipResponse response)
    {
        foreach (SipNameAddress contact in response.Addresses(SipHeader.Contact))
        {
            if (contact.Uri.Matches(_contact.Uri) && uint.TryParse(contact.Parameters["expires"], CultureInfo.InvariantCulture, out uint own))
            {
                return AtLeastASecond(own);
            }
        }

        return response.Number(SipHeader.Expires) is { } seconds ? AtLeastASecond(seconds) : _askedFor;
    }

    private static TimeSpan AtLeastASecond(uint seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 7 * 24 * 3600));

    private void Failed(int statusCode, string reason, uint? retryAfterSeconds)
    {
        LastStatus = statusCode;
        LastError = reason;
        if (State == SipRegistrationState.Unregistering)
        {
            Become(SipRegistrationState.Stopped);
            return;
        }

        TimeSpan wait = _settings.FirstRetry * Math.Pow(2, Math.Min(_failures++, 20));
        wait = wait < _settings.LongestRetry ? wait : _settings.LongestRetry;
        wait *= 0.5 + (0.5 * Fraction());
        if (retryAfterSeconds is { } asked && TimeSpan.FromSeconds(asked) > wait)
        {
            wait = TimeSpan.FromSeconds(Math.Min(asked, 3600));
        }

        ScheduleRegister(wait);
        Become(SipRegistrationState.Failed);
    }

    private void ScheduleRegister(TimeSpan due)
    {
        _next?.Dispose();
        _next = _loop.StartTimer(due, "sip.register", RegisterAgain);
    }

    private void RegisterAgain()
    {
        if (State == SipRegistrationState.Failed)
        {
            Become(SipRegistrationState.Registering);
        }

        Register();
    }

    private void Become(SipRegistrationState state)
    {
        if (State != state)
        {
            State = state;
            _changed?.Invoke(this);
        }
    }

    private double Fraction()
    {
        Span<byte> bytes = stackalloc byte[4];
        _random.Fill(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) / (double)uint.MaxValue;
    }

    private string Token()
    {
        Span<byte> bytes = stackalloc byte[12];
        _random.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
