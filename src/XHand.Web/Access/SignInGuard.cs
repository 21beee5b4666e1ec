using System.Security.Cryptography;
using System.Text;
using XHand.Storage;
using XHand.Storage.Access;

namespace XHand.Web.Access;

/// <summary>
/// Slows down who guesses passwords: by login together with the network the attempt came from, so that the true user still gets in from
/// elsewhere, and by network alone. After some failures each further one is waited for twice as long. It remembers what an earlier process kept
/// (<see cref="Recall"/>). Thread-safe.
/// </summary>
internal sealed class SignInGuard(TimeProvider time)
{
    /// <summary>Failures of a login from a network before it has to wait.</summary>
    public const int FreePerLogin = 5;

    /// <summary>Failures from a network, of whichever logins, before it has to wait.</summary>
    public const int FreePerNetwork = 30;

    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(15);

    // Beyond this the oldest are forgotten: an attacker with so many networks is not held by memory.
    private const int Most = 50_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Failures> _failures = [];
    private volatile bool _hasRecalled;

    /// <summary><see cref="Recall"/> has been called.</summary>
    public bool HasRecalled => _hasRecalled;

    /// <summary>Failures before this count no longer.</summary>
    public DateTimeOffset ForgottenBefore => time.GetUtcNow() - EndedAccess.FailuresLast;

    /// <summary>Takes over what was kept, where nothing newer is known.</summary>
    public void Recall(IEnumerable<SignInFailure> kept)
    {
        lock (_lock)
        {
            foreach (SignInFailure failure in kept)
            {
                _failures.TryAdd(failure.Id, new Failures(failure));
            }
        }

        _hasRecalled = true;
    }

    /// <summary>What is to be kept of the login and of the network after a failure.</summary>
    public IReadOnlyList<SignInFailure> Failed(string login, string network)
    {
        lock (_lock)
        {
            return [.. ((Guid[])[KeyOf(login, network), KeyOf("", network)]).Where(_failures.ContainsKey).Select(key => _failures[key].Keep(key))];
        }
    }

    /// <summary>How long the attempt has to wait, or null when it may be made; it counts as failed until <see cref="Succeeded"/>.</summary>
    public TimeSpan? Begin(string login, string network)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            Failures one = Of(KeyOf(login, network), now);
            Failures all = Of(KeyOf("", network), now);
            TimeSpan wait = (one.WaitsUntil > all.WaitsUntil ? one.WaitsUntil : all.WaitsUntil) - now;
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            one.Add(FreePerLogin, now);
            all.Add(FreePerNetwork, now);
            return null;
        }
    }

    /// <summary>The attempt was good: its login's failures from there are forgotten. Returns what is to be kept otherwise than it was.</summary>
    public IReadOnlyList<SignInFailure> Succeeded(string login, string network)
    {
        List<SignInFailure> changed = [];
        lock (_lock)
        {
            if (_failures.Remove(KeyOf(login, network), out Failures? one) && one.IsKept)
            {
                changed.Add(new(KeyOf(login, network), 0, default, default));
            }

            if (_failures.TryGetValue(KeyOf("", network), out Failures? all))
            {
                all.TakeBack();
                if (all.IsKept)
                {
                    changed.Add(all.Keep(KeyOf("", network)));
                }
            }
        }

        return changed;
    }

    /// <summary>Whether the next attempt would have to wait.</summary>
    public bool IsLocked(string login, string network)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            return (_failures.TryGetValue(KeyOf(login, network), out Failures? one) && one.WaitsUntil > now)
                || (_failures.TryGetValue(KeyOf("", network), out Failures? all) && all.WaitsUntil > now);
        }
    }

    private Failures Of(Guid key, DateTimeOffset now)
    {
        if (_failures.TryGetValue(key, out Failures? known) && now - known.Last < EndedAccess.FailuresLast)
        {
            return known;
        }

        if (_failures.Count >= Most)
        {
            foreach (Guid old in _failures.OrderBy(f => f.Value.Last).Take(Most / 10).Select(f => f.Key).ToList())
            {
                _failures.Remove(old);
            }
        }

        return _failures[key] = new Failures { Last = now };
    }

    // Kept in the database too: a login that is not there may be a password typed in the wrong field, so only a hash of it is.
    private static Guid KeyOf(string login, string network) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"sign-in\n{network}\n{login}")).AsSpan(0, 16));

    private sealed class Failures
    {
        private int _count;

        public Failures()
        {
        }

        public Failures(SignInFailure kept) => (_count, Last, WaitsUntil, IsKept) = (kept.Count, kept.LastAt, kept.WaitsUntil, true);

        /// <summary>It stands in the database, perhaps as it was before.</summary>
        public bool IsKept { get; private set; }

        public DateTimeOffset Last { get; set; }

        public DateTimeOffset WaitsUntil { get; private set; }

        public void Add(int free, DateTimeOffset now)
        {
            _count++;
            Last = now;
            if (_count >= free)
            {
                double seconds = _firstWait.TotalSeconds * Math.Pow(2, Math.Min(_count - free, 20));
                WaitsUntil = now + TimeSpan.FromSeconds(Math.Min(seconds, _longestWait.TotalSeconds));
            }
        }

        public SignInFailure Keep(Guid key)
        {
            IsKept = _count > 0;
            return new(key, _count, Last, WaitsUntil);
        }

        public void TakeBack()
        {
            _count = Math.Max(0, _count - 1);
            WaitsUntil = default;
        }
    }
}
