import { chromium } from 'playwright';
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--no-sandbox','--enable-unsafe-webgpu'] });
const c = await b.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
const p = await c.newPage();
p.on('pageerror', e => console.log('pageerror', e.message));
await p.addInitScript(()=>localStorage.setItem('tour','seen'));
await p.goto('http://127.0.0.1:5010/#preset=agreement-dial'); await p.evaluate(()=>window.playground.ready); await p.waitForTimeout(3500);
const u = p.locator('[data-unit="x1/2"]');
console.log(await u.evaluate(e=>e.outerHTML.slice(0,900)));
const k = await p.locator('[data-unit="x1/2"] circle').last().boundingBox(); console.log(k);
console.log(await p.evaluate(([x,y])=>{const e=document.elementFromPoint(x,y); return e.outerHTML.slice(0,200)+' | '+e.parentElement.outerHTML.slice(0,150)}, [k.x+k.width/2,k.y+k.height/2]));
await p.screenshot({path:'/tmp/ph.png'});

await p.evaluate(()=>{ for (const e of ['pointerdown','pointermove','pointercancel','pointerup','gotpointercapture','lostpointercapture','touchstart','touchmove','touchend','touchcancel']) addEventListener(e, ev=>console.log(e, ev.clientX?.toFixed?.(0), ev.clientY?.toFixed?.(0)), true); });
p.on('console', m=>console.log('  ', m.text()));
const touch = await c.newCDPSession(p);
const x=k.x+k.width/2,y=k.y+k.height/2;
const send = (type, at) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: at === undefined ? [] : [{ x, y: at }] });
await send('touchStart', y); await p.waitForTimeout(50);
for (let i = 1; i <= 10; i++) { await send('touchMove', y - 6 * i); await p.waitForTimeout(30);}
console.log(await p.evaluate(()=>document.querySelector('.transport .f').textContent));
await p.screenshot({path:'/tmp/ph2.png'});
await send('touchEnd');
await b.close();
