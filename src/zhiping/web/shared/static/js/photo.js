// Shows what of a photo will be kept, and lets it be moved and enlarged before it is sent; the server cuts
// (zhiping.files.rules.photos). Without this file the middle of the picture is taken.

class Cutting {
  constructor(input, place) {
    this.input = input;
    this.place = place;
    this.canvas = place.querySelector("canvas");
    const [width, height] = input.dataset.photo.split(",").map(Number);
    this.canvas.height = Math.round((this.canvas.width * height) / width);
    const [x, y, zoom] = place.querySelectorAll("input[type=range]");
    Object.assign(this, { x, y, zoom, picture: null });
    input.addEventListener("change", () => this.open());
    place.addEventListener("input", () => this.draw());
    this.canvas.addEventListener("pointermove", (event) => this.drag(event));
    this.canvas.addEventListener("pointerdown", (event) => this.canvas.setPointerCapture(event.pointerId));
  }

  async open() {
    const file = this.input.files[0];
    this.picture = null;
    this.place.hidden = true;
    if (!file) return;
    try {
      this.picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      this.input.form.requestSubmit(); // no picture: the server says so
      return;
    }
    this.x.value = this.y.value = 0.5;
    this.zoom.value = 1;
    this.place.hidden = false;
    this.draw();
    this.place.scrollIntoView({ block: "nearest" });
  }

  box() {
    const ratio = this.canvas.width / this.canvas.height;
    const { width, height } = this.picture;
    const w = Math.min(width, height * ratio) / Number(this.zoom.value);
    const h = w / ratio;
    const inside = (middle, all, part) => Math.min(Math.max(middle * all - part / 2, 0), all - part);
    return [inside(Number(this.x.value), width, w), inside(Number(this.y.value), height, h), w, h];
  }

  draw() {
    if (!this.picture) return;
    const [left, top, w, h] = this.box();
    const sheet = this.canvas.getContext("2d");
    sheet.fillStyle = "white";
    sheet.fillRect(0, 0, this.canvas.width, this.canvas.height);
    sheet.drawImage(this.picture, left, top, w, h, 0, 0, this.canvas.width, this.canvas.height);
  }

  drag(event) {
    if (!this.picture || event.buttons !== 1) return;
    const [left, top, w, h] = this.box();
    const scale = w / this.canvas.clientWidth;
    this.x.value = (left + w / 2 - event.movementX * scale) / this.picture.width;
    this.y.value = (top + h / 2 - event.movementY * scale) / this.picture.height;
    this.draw();
  }
}

for (const input of document.querySelectorAll("input[data-photo]")) {
  const place = document.querySelector(`[data-photo-for="${CSS.escape(input.id)}"]`);
  if (place && "createImageBitmap" in window) new Cutting(input, place);
  else input.addEventListener("change", () => input.form.requestSubmit());
}
