using XHand.Web.Access;

namespace XHand.Web.Tests.Access;

public sealed class SignInGuardTests
{
    private readonly TurnedTime _time = new();

    [Fact]
    public void Each_further_failure_waits_twice_as_long_up_to_a_quarter_of_an_hour()
    {
        SignInGuard guard = new(_time);
        List<double> waits = [];
        for (int i = 0; i < 12; i++)
        {
            Assert.Null(guard.Begin("ana", "192.0.2.1"));
            TimeSpan wait = guard.Begin("ana", "192.0.2.1") ?? TimeSpan.Zero;
            if (wait == TimeSpan.Zero)
            {
                i++;
                continue;
            }

            waits.Add(Math.Ceiling(wait.TotalSeconds));
            _time.Forward(wait + TimeSpan.FromSeconds(1));
        }

        Assert.Equal([30, 60, 120, 240, 480, 900, 900], waits.Take(7));
    }

    [Fact]
    public void Attempts_that_were_refused_do_not_prolong_the_wait_and_an_hour_forgets_all()
    {
        SignInGuard guard = new(_time);
        for (int i = 0; i < SignInGuard.FreePerLogin; i++)
        {
            Assert.Null(guard.Begin("ana", "192.0.2.1"));
        }

        for (int i = 0; i < 1000; i++)
        {
            Assert.NotNull(guard.Begin("ana", "192.0.2.1"));
        }

        _time.Forward(TimeSpan.FromSeconds(31));
        Assert.Null(guard.Begin("ana", "192.0.2.1"));
        _time.Forward(TimeSpan.FromMinutes(61));
        for (int i = 0; i < SignInGuard.FreePerLogin; i++)
        {
            Assert.Null(guard.Begin("ana", "192.0.2.1"));
        }
    }

    [Fact]
    public void Who_tries_many_logins_from_one_network_waits_and_others_do_not()
    {
        SignInGuard guard = new(_time);
        for (int i = 0; i < SignInGuard.FreePerNetwork; i++)
        {
            Assert.Null(guard.Begin($"user{i}", "192.0.2.1"));
        }

        Assert.NotNull(guard.Begin("another", "192.0.2.1"));
        Assert.Null(guard.Begin("another", "192.0.2.2"));
    }

    [Fact]
    public void An_office_whose_people_sign_in_rightly_is_never_held_up()
    {
        SignInGuard guard = new(_time);
        for (int i = 0; i < 500; i++)
        {
            Assert.Null(guard.Begin($"user{i}", "192.0.2.1"));
            guard.Succeeded($"user{i}", "192.0.2.1");
        }
    }
}
