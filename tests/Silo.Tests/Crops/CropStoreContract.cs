using Atmosphere.Grains.Ports;

namespace Atmosphere.Silo.Tests.Crops;

/// <summary>What every store of pictures keeps.</summary>
public abstract class CropStoreContract : IAsyncLifetime
{
    private ICropStore? _store;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ICropStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_picture_comes_back_as_it_was_saved()
    {
        foreach (var key in new[] { CropKeys.Upload("aa"), CropKeys.Photo("aa"), CropKeys.Crop("aa"), CropKeys.ZoomIn("aa") })
            await Store.SaveAsync(key, new byte[] { 1, 2, (byte)key.Length }, Token);

        (await Store.ReadAsync(CropKeys.ZoomIn("aa"), Token)).ShouldBe([1, 2, (byte)"zoom-ins/aa".Length]);
        (await Store.ReadAsync(CropKeys.Upload("aa"), Token)).ShouldBe([1, 2, (byte)"uploads/aa".Length]);
    }

    [Fact]
    public async Task A_picture_of_the_largest_size_comes_back_whole()
    {
        var largest = new byte[20 * 1024 * 1024];
        new Random(1).NextBytes(largest);

        await Store.SaveAsync(CropKeys.Upload("aa"), largest, Token);

        var read = await Store.ReadAsync(CropKeys.Upload("aa"), Token);
        read.AsSpan().SequenceEqual(largest).ShouldBeTrue();
    }

    [Fact]
    public async Task Saving_again_replaces_and_leaves_nothing_else_behind()
    {
        await Store.SaveAsync(CropKeys.Crop("aa"), new byte[1000], Token);
        await Store.SaveAsync(CropKeys.Crop("aa"), new byte[] { 7 }, Token);

        (await Store.ReadAsync(CropKeys.Crop("aa"), Token)).ShouldBe([7]);
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_saved_is_null()
    {
        (await Store.ReadAsync(CropKeys.Crop("aa"), Token)).ShouldBeNull();
        await Store.SaveAsync(CropKeys.Crop("aa"), new byte[] { 1 }, Token);
        (await Store.ReadAsync(CropKeys.ZoomIn("aa"), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_deleted_picture_is_gone_and_deleting_again_is_a_success()
    {
        await Store.SaveAsync(CropKeys.Crop("aa"), new byte[] { 1 }, Token);

        await Store.DeleteAsync(CropKeys.Crop("aa"), Token);
        await Store.DeleteAsync(CropKeys.Crop("aa"), Token);
        await Store.DeleteAsync(CropKeys.Photo("bb"), Token);

        (await CountAsync()).ShouldBe(0);
        (await Store.ReadAsync(CropKeys.Crop("aa"), Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("crops")]
    [InlineData("crops/")]
    [InlineData("/aa")]
    [InlineData("crops/../aa")]
    [InlineData("../crops/aa")]
    [InlineData("crops/..")]
    [InlineData("crops/aa/bb")]
    [InlineData("crops/AA")]
    [InlineData("crops/aa.jpg")]
    [InlineData("crops/aa\n")]
    [InlineData("crops/xyz")]
    [InlineData("crops\\aa")]
    [InlineData("crops/aa\0")]
    [InlineData("crops/aa?comp=metadata")]
    [InlineData("crops/%2e%2e")]
    [InlineData("crops/00000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_key_that_is_none_is_refused_and_touches_nothing(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.SaveAsync(key, new byte[] { 1 }, Token));
        await Should.ThrowAsync<ArgumentException>(() => Store.ReadAsync(key, Token));
        await Should.ThrowAsync<ArgumentException>(() => Store.DeleteAsync(key, Token));

        (await CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Many_saves_of_one_picture_at_once_leave_one_whole_picture()
    {
        var pictures = Enumerable.Range(1, 20).Select(n => Enumerable.Repeat((byte)n, 50_000).ToArray()).ToList();

        await Task.WhenAll(pictures.Select(picture => Store.SaveAsync(CropKeys.Crop("aa"), picture, Token)));

        var kept = (await Store.ReadAsync(CropKeys.Crop("aa"), Token)).ShouldNotBeNull();
        pictures.ShouldContain(picture => picture.SequenceEqual(kept));
        (await CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(() => Store.SaveAsync(CropKeys.Crop("aa"), new byte[] { 1 }, cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Store.ReadAsync(CropKeys.Crop("aa"), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Store.DeleteAsync(CropKeys.Crop("aa"), cancelled));
    }

    /// <summary>An empty store of this test's own.</summary>
    protected abstract Task<ICropStore> OpenAsync();

    /// <summary>How many things are stored, whatever they are.</summary>
    protected abstract Task<int> CountAsync();

    protected abstract Task CloseAsync();
}
