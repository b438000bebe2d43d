using Atmosphere.Grains.Photos.Steps;

namespace Atmosphere.Grains.Tests.Photos;

/// <summary>No more photos in memory than there are places, first come first served, and no place is lost.</summary>
public sealed class CuttingPlacesTests
{
    private readonly CuttingPlaces _places = new(2);

    [Fact]
    public async Task Who_finds_no_place_waits_until_one_is_given_back_in_the_order_of_coming()
    {
        var first = await _places.TakeAsync(CancellationToken.None);
        await _places.TakeAsync(CancellationToken.None);
        var (third, fourth) = (_places.TakeAsync(CancellationToken.None), _places.TakeAsync(CancellationToken.None));
        (third.IsCompleted, fourth.IsCompleted).ShouldBe((false, false));

        first.Dispose();
        var next = await third;
        fourth.IsCompleted.ShouldBeFalse();
        next.Dispose();
        await fourth;
    }

    [Fact]
    public async Task Place_given_back_twice_is_one_place()
    {
        var first = await _places.TakeAsync(CancellationToken.None);
        await _places.TakeAsync(CancellationToken.None);
        first.Dispose();
        first.Dispose();
        await _places.TakeAsync(CancellationToken.None);
        _places.TakeAsync(CancellationToken.None).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_queue_and_takes_no_place_with_it()
    {
        using var life = new CancellationTokenSource();
        var first = await _places.TakeAsync(CancellationToken.None);
        await _places.TakeAsync(CancellationToken.None);
        var (ended, next) = (_places.TakeAsync(life.Token), _places.TakeAsync(CancellationToken.None));
        await life.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(ended);

        first.Dispose();
        await next;
    }

    [Fact]
    public async Task Whose_life_is_over_already_waits_for_nothing()
    {
        await _places.TakeAsync(CancellationToken.None);
        await _places.TakeAsync(CancellationToken.None);
        await Should.ThrowAsync<OperationCanceledException>(_places.TakeAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Who_has_waited_goes_on_on_its_own_scheduler()
    {
        using var life = new CancellationTokenSource();
        var own = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var first = await _places.TakeAsync(CancellationToken.None);
        await _places.TakeAsync(CancellationToken.None);
        var waiting = Task.Factory.StartNew(
            async () =>
            {
                using var place = await _places.TakeAsync(life.Token);
                return TaskScheduler.Current;
            },
            CancellationToken.None,
            TaskCreationOptions.None,
            own).Unwrap();
        first.Dispose();
        (await waiting).ShouldBe(own);
    }
}
