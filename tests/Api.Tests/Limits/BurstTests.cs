using System.Collections.Immutable;
using System.Net;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Photos;
using Atmosphere.Grains.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atmosphere.Api.Tests.Limits;

/// <summary>A camera that empties its card: every photo is accepted or told to wait, and what is accepted becomes faces.</summary>
public sealed class BurstTests(BurstTests.Busy api) : IClassFixture<BurstTests.Busy>
{
    private const int Photos = 500;
    private const int CutAtOnce = 3;

    [Fact]
    public async Task Every_photo_of_a_burst_is_accepted_or_told_to_wait_and_every_accepted_one_is_cut()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Photos).Select(_ => SendAsync(Pictures.Jpeg(body: 20_000))));
        var accepted = answers.Where(answer => answer.Status == HttpStatusCode.Accepted).ToList();
        var told = answers.Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToList();
        (accepted.Count + told.Count).ShouldBe(Photos);
        accepted.ShouldNotBeEmpty();
        told.ShouldNotBeEmpty("more came at once than there are places");
        told.ShouldAllBe(answer => answer.Wait >= TimeSpan.FromSeconds(1));

        await Eventually.Holds(() => api.Cropper.MostAtOnce == CutAtOnce, "the first photos are being cut");
        api.Cropper.LetGo();
        foreach (var (_, photo, _) in accepted) await Eventually.Holds(async () => await StatusAsync(photo) == PhotoStatus.Faces, "the photo is cut");
        foreach (var (_, photo, _) in told) (await StatusAsync(photo)).ShouldBe(PhotoStatus.Unknown, "what was refused was not kept");
        api.Cropper.MostAtOnce.ShouldBe(CutAtOnce, "the others waited on disk");
    }

    private async Task<(HttpStatusCode Status, string Photo, TimeSpan? Wait)> SendAsync(byte[] photo)
    {
        using var answer = await api.Camera.PostBytesAsync("/photos", photo);
        return (answer.StatusCode, PhotoId.Of("camera-1", photo), answer.Headers.RetryAfter?.Delta);
    }

    private async Task<PhotoStatus> StatusAsync(string photoId) => (await api.Grains.GetGrain<IPhotoGrain>(photoId).GetView()).Status;

    public sealed class Busy : ApiFixture
    {
        internal CountingCropper Cropper { get; } = new();

        private protected override IEnumerable<string> Settings =>
            ["--Limits:UploadsAtOnce=4", "--Limits:UploadsWaiting=20", $"--Photos:CutAtOnce={CutAtOnce}"];

        private protected override void Replace(WebApplicationBuilder builder) => builder.Services.Replace(ServiceDescriptor.Singleton<ICropper>(Cropper));
    }

    /// <summary>Cuts nothing until it is let go. Says how many photos it had in its hands at the same time.</summary>
    internal sealed class CountingCropper : ICropper
    {
        private readonly FakeCropper _inner = new();
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _gate = new();
        private int _now;

        public int MostAtOnce { get; private set; }

        public void LetGo() => _held.TrySetResult();

        public async Task<Outcome<PreparedPhoto>> PrepareAsync(ReadOnlyMemory<byte> upload, CancellationToken cancellationToken)
        {
            lock (_gate) MostAtOnce = Math.Max(MostAtOnce, ++_now);
            await _held.Task.WaitAsync(cancellationToken);
            lock (_gate) _now--;
            return await _inner.PrepareAsync(upload, cancellationToken);
        }

        public Task<Outcome<ImmutableArray<CutFace>>> CutAsync(ReadOnlyMemory<byte> photo, ImmutableArray<PixelBox> boxes, CancellationToken cancellationToken) =>
            _inner.CutAsync(photo, boxes, cancellationToken);
    }
}
